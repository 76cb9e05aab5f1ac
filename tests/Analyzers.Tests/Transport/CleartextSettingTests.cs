using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using SocketSecurity.Analyzers.Transport;
using Rule = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.Transport.CleartextSettingAnalyzer,
    SocketSecurity.Analyzers.CodeFixes.Transport.CleartextSettingFix>;

namespace SocketSecurity.Analyzers.Tests.Transport;

/// <summary>SOCK5002 in settings files, <see cref="CleartextSettingAnalyzer"/>: the name of a setting has to say that it is connected to.</summary>
public sealed class CleartextSettingTests
{
    [Theory]
    [InlineData("appsettings.json", "{ \"Orders\": { \"ServiceUrl\": \"http://orders.example.com/v1\" } }", "http://orders.example.com/v1", DiagnosticSeverity.Warning)]
    [InlineData("appsettings.json", "{ // where\n \"Otlp\": { \"Protocol\": \"grpc\", \"Endpoint\": \"http://otel.example.com:4317\" } }", "http://otel.example.com:4317", DiagnosticSeverity.Warning)]
    [InlineData("appsettings.json", "{ \"ConnectionStrings\": { \"Rabbit\": \"amqp://user:pw@rabbit.example.com\" } }", "amqp://user:pw@rabbit.example.com", DiagnosticSeverity.Warning)]
    [InlineData("appsettings.json", "{ \"Feed\": \"ws://feed.example.com\" }", "ws://feed.example.com", DiagnosticSeverity.Warning)]
    [InlineData("appsettings.json", "{ \"Elastic\": { \"nodeUris\": [ \"https://a.example.com\", \"http://b.example.com\" ] } }", "http://b.example.com", DiagnosticSeverity.Warning)]
    [InlineData("appsettings.Development.json", "{ \"Seq\": { \"ServerUrl\": \"http://seq.example.com\" } }", "http://seq.example.com", DiagnosticSeverity.Info)]
    [InlineData("runtimeconfig.template.json", "{ \"configProperties\": { \"Acme.ApiUrl\": \"http://api.example.com\" } }", "http://api.example.com", DiagnosticSeverity.Warning)]
    [InlineData("app.config", "<appSettings><add key=\"ApiUrl\" value=\"http://api.example.com\" /></appSettings>", "http://api.example.com", DiagnosticSeverity.Warning)]
    [InlineData("web.config", "<client>\n<endpoint binding=\"basicHttpBinding\" address=\"http://soap.example.com/orders.svc\" contract=\"IOrders\" /></client>", "http://soap.example.com/orders.svc", DiagnosticSeverity.Warning)]
    [InlineData("app.config", "<setting name=\"Orders_ServiceUrl\" serializeAs=\"String\"><value>http://orders.example.com</value></setting>", "http://orders.example.com", DiagnosticSeverity.Warning)]
    [InlineData("web.config", "<add name=\"Queue\" connectionString=\"amqp://rabbit.example.com\" />", "amqp://rabbit.example.com", DiagnosticSeverity.Warning)]
    public Task An_address_to_connect_to_is_reported_in_its_place(string file, string text, string uri, DiagnosticSeverity severity)
    {
        var place = text.IndexOf(uri, StringComparison.Ordinal);
        var line = text[..place].Count(character => character == '\n') + 1;
        var column = place - text.LastIndexOf('\n', place);
        return Rule.Finds("class Program { }", setup =>
        {
            setup.AdditionalFiles.Add((file, text));
            setup.Expected.Add(new DiagnosticResult("SOCK5002", severity).WithSpan(file, line, column, line, column + uri.Length));
        });
    }

    [Theory]
    [InlineData("appsettings.json", "{ \"ServiceUrl\": \"https://orders.example.com\" }")]
    [InlineData("appsettings.json", "{ \"ServiceUrl\": \"http://localhost:5000\" }")]
    [InlineData("appsettings.json", "{ \"ServiceUrl\": \"http://orders\" }")]
    [InlineData("appsettings.json", "{ \"ServiceUrl\": \"http://#{host}#.example.com\" }")]
    [InlineData("appsettings.json", "{ \"Endpoint\": \"http://169.254.169.254/latest\" }")]
    [InlineData("appsettings.json", "{ \"Kestrel\": { \"Endpoints\": { \"Http\": { \"Url\": \"http://www.example.com:80\" } } } }")]
    [InlineData("appsettings.json", "{ \"Urls\": \"http://www.example.com:5000\" }")]
    [InlineData("appsettings.json", "{ \"$schema\": \"http://json.schemastore.org/appsettings\" }")]
    [InlineData("appsettings.json", "{ \"Soap\": { \"Namespace\": \"http://schemas.example.com/orders\" } }")]
    [InlineData("appsettings.json", "{ \"Cors\": { \"ServiceUrl\": [ \"http://www.example.com\" ] } }")]
    [InlineData("appsettings.json", "{ \"Jwt\": { \"Issuer\": \"http://id.example.com\", \"Audience\": \"http://api.example.com\" } }")]
    [InlineData("appsettings.json", "{ \"Docs\": { \"ApiUrl\": \"http://docs.example.com\" } }")]
    [InlineData("appsettings.json", "{ \"HomePage\": \"http://www.example.com\", \"BaseUrl\": \"http://www.example.com\" }")]
    [InlineData("appsettings.json", "{ /* \"ServiceUrl\": \"http://orders.example.com\" */ // \"ServiceUrl\": \"http://orders.example.com\"\n }")]
    [InlineData("app.config", "<configuration xmlns=\"http://schemas.microsoft.com/.NetConfiguration/v2.0\"><!-- <add key=\"ApiUrl\" value=\"http://api.example.com\" /> --></configuration>")]
    [InlineData("web.config", "<services><service><endpoint address=\"http://soap.example.com/orders.svc\" /></service></services>")]
    [InlineData("other.json", "{ \"ServiceUrl\": \"http://orders.example.com\" }")]
    public Task Names_links_listeners_and_this_machine_are_silent(string file, string text) =>
        Rule.Silent("class Program { }", setup => setup.AdditionalFiles.Add((file, text)));

    [Fact]
    public Task Allowed_hosts_are_silent() => Rule.Silent("class Program { }", setup =>
    {
        setup.AdditionalFiles.Add(("appsettings.json", "{ \"ServiceUrl\": \"http://orders.svc.cluster.local\" }"));
        setup.EditorConfig.Add("socketsecurity.cleartext_hosts = *.svc.cluster.local");
    });

    [Theory]
    [InlineData("{ \"ServiceUrl\": \"http://orders.example.com")]
    [InlineData("{ \"a\\")]
    [InlineData("{ /*")]
    [InlineData("}}]],\"x\":{\"")]
    public Task Unfinished_files_are_survived(string text) => Rule.Finds("class Program { }", setup =>
    {
        setup.AdditionalFiles.Add(("appsettings.json", text));
        setup.AdditionalFiles.Add(("app.config", text));
        if (text.Contains("http", StringComparison.Ordinal))
        {
            setup.Expected.Add(new DiagnosticResult("SOCK5002", DiagnosticSeverity.Warning).WithSpan("appsettings.json", 1, 18, 1, 43));
        }
    });
}
