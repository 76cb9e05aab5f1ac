using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using SocketSecurity.Analyzers.CodeFixes.Transport;
using SocketSecurity.Analyzers.Tests.Verification;
using SocketSecurity.Analyzers.Transport;
using Rule = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.Transport.CleartextUriAnalyzer,
    SocketSecurity.Analyzers.CodeFixes.Transport.CleartextUriFix>;

namespace SocketSecurity.Analyzers.Tests.Transport;

/// <summary>SOCK5002, <see cref="CleartextUriAnalyzer"/> and <see cref="CleartextUriFix"/>.</summary>
public sealed class CleartextUriTests
{
    [Theory]
    [InlineData("""await http.GetStringAsync([|"http://api.example.com/v1"|]);""")]
    [InlineData("""http.BaseAddress = new Uri([|"HTTP://api.example.com"|]);""")]
    [InlineData("""await http.SendAsync(new HttpRequestMessage(HttpMethod.Get, [|"http://api.example.com"|]));""")]
    [InlineData("""var request = new HttpRequestMessage { RequestUri = new Uri([|"http://api.example.com"|]) };""")]
    [InlineData("""await http.GetFromJsonAsync<string>([|"http://api.example.com"|]);""")]
    [InlineData("""await socket.ConnectAsync(new Uri([|"ws://feed.example.com/prices"|]), CancellationToken.None);""")]
    [InlineData("""var url = [|"http://api.example.com"|]; await http.GetAsync(url);""")]
    [InlineData("""var uri = new Uri([|"http://api.example.com"|]); await http.GetAsync(new Uri(uri, "/v1"));""")]
    [InlineData("""await http.GetAsync([|"http://api.example.com/"|] + path);""")]
    [InlineData("""await http.GetAsync($"[|http://api.example.com/|]{path}");""")]
    [InlineData("""await http.GetAsync(string.Format([|"http://api.example.com/{0}"|], path));""")]
    [InlineData("""await http.GetAsync(string.Concat([|"http://api.example.com/"|], path));""")]
    [InlineData("""await http.GetAsync(path ?? [|"http://api.example.com/"|]);""")]
    [InlineData("""await http.GetAsync(path.Length > 3 ? path : [|"http://api.example.com/"|]);""")]
    [InlineData("""await http.GetAsync(path switch { "a" => [|"http://a.example.com/"|], _ => path });""")]
    [InlineData("""foreach (var url in new[] { [|"http://a.example.com"|], [|"http://b.example.com"|] }) await http.GetAsync(url);""")]
    [InlineData("""string[] all = [[|"http://a.example.com"|]]; await http.GetAsync(all[0]);""")]
    [InlineData("""await http.GetAsync(new UriBuilder([|"http://api.example.com"|]) { Path = path }.Uri);""")]
    [InlineData("""await http.GetAsync([|"http://192.168.1.20/status"|]);""")]
    [InlineData("""await http.GetAsync([|"http://localhost.example.com/"|]);""")]
    [InlineData("""await http.GetAsync([|"http://user:secret@api.example.com/"|]);""")]
    [InlineData("""System.Net.WebRequest.Create([|"ftp://files.example.com/a"|]);""")]
    public Task A_uri_in_clear_that_is_connected_to_is_found(string statement) => Rule.Finds(InMethod(statement));

    [Theory]
    [InlineData("""await http.GetStringAsync("https://api.example.com/v1");""")]
    [InlineData("""await http.GetStringAsync("http://localhost:5000/v1");""")]
    [InlineData("""await http.GetStringAsync("http://127.0.0.1/v1");""")]
    [InlineData("""await http.GetStringAsync("http://127.8.0.1/v1");""")]
    [InlineData("""await http.GetStringAsync("http://[::1]:80/v1");""")]
    [InlineData("""await http.GetStringAsync($"http://localhost:{path}/v1");""")]
    [InlineData("""await http.GetStringAsync($"http://{System.Net.IPAddress.Loopback}:{path}/v1");""")]
    [InlineData("""const string Host = "localhost"; await http.GetStringAsync($"http://{Host}/v1");""")]
    [InlineData("""await http.GetStringAsync("http://app.localhost/v1");""")]
    [InlineData("""await http.GetStringAsync("http://169.254.169.254/latest/meta-data");""")]
    [InlineData("""await http.GetStringAsync("http://duckduckgogg42xjoc72x3sjasowoarfbgcmvfimaftt6twagswzczad.onion");""")]
    [InlineData("""await http.GetStringAsync("https://api.example.com/redirect?to=" + "http://other.example.com");""")]
    [InlineData("""await http.GetStringAsync($"https://api.example.com/redirect?to={"http://other.example.com"}");""")]
    [InlineData("""XNamespace ns = "http://schemas.example.com/2020"; var e = new XElement(ns + "a");""")]
    [InlineData("""var e = new XAttribute("xmlns", "http://schemas.example.com/2020");""")]
    [InlineData("""Console.WriteLine("See http://www.example.com/licence"); Console.WriteLine("http://www.example.com/licence");""")]
    [InlineData("""if (path.StartsWith("http://")) await http.GetAsync(path);""")]
    [InlineData("""if (path == "http://api.example.com") await http.GetAsync(path);""")]
    [InlineData("""http.DefaultRequestHeaders.Add("SOAPAction", "http://tempuri.org/Do");""")]
    [InlineData("""http.DefaultRequestHeaders.Referrer = new Uri("http://www.example.com");""")]
    [InlineData("""await http.PostAsync("https://api.example.com", new StringContent("http://www.example.com"));""")]
    [InlineData("""var url = "http://api.example.com"; url = "https://api.example.com"; await http.GetAsync(url);""")]
    [InlineData("""await http.GetAsync(path == "" ? "http://api.example.com" : "https://api.example.com");""")]
    [InlineData("""var url = "http://api.example.com"; if (path == "tls") url = "https://api.example.com"; await http.GetAsync(url);""")]
    [InlineData("""var ftp = (System.Net.FtpWebRequest)System.Net.WebRequest.Create("ftp://files.example.com/a"); ftp.EnableSsl = true;""")]
    public Task Names_loopback_and_uris_over_tls_are_silent(string statement) => Rule.Silent(InMethod(statement));

    /// <summary>Whoever names the host may name this machine, so it is information only.</summary>
    [Theory]
    [InlineData("""await http.GetAsync({|#0:"http://"|} + path);""")]
    [InlineData("""await http.GetAsync($"{|#0:http://|}{path}/status");""")]
    public Task A_host_that_is_not_known_is_information(string statement) => Rule.Finds(
        InMethod(statement),
        setup => setup.Expected.Add(new DiagnosticResult(Rules.CleartextUri).WithSeverity(DiagnosticSeverity.Info).WithLocation(0).WithArguments("http://", "")));

    [Fact]
    public Task Ways_through_members_and_helpers_are_followed() => Rule.Finds(
        """
        using System;
        using System.Net.Http;
        using System.Threading.Tasks;

        static class Endpoints
        {
            public const string Api = [|"http://api.example.com"|];
            public static readonly Uri Other = new([|"http://other.example.com"|]);
            public const string Namespace = "http://schemas.example.com";
            public static string Computed => [|"http://computed.example.com"|];
            public static string Get() { return [|"http://returned.example.com"|]; }
        }

        class Settings
        {
            public string Url { get; set; } = [|"http://default.example.com"|];
            public string Name { get; set; } = "http://name.example.com";
        }

        class Client(string url)
        {
            private readonly HttpClient _http = new();

            public Client() : this([|"http://constructor.example.com"|]) { }

            public Task Run(Settings settings) => Task.WhenAll(
                _http.GetAsync(Endpoints.Api),
                _http.GetAsync(Endpoints.Other),
                _http.GetAsync(Endpoints.Computed),
                _http.GetAsync(Endpoints.Get()),
                _http.GetAsync(settings.Url),
                _http.GetAsync(url),
                Fetch([|"http://argument.example.com"|], Endpoints.Namespace));

            private Task Fetch(string address, string name, string other = [|"http://optional.example.com"|]) =>
                name == other ? _http.GetAsync(address) : _http.GetAsync(other);
        }
        """);

    [Fact]
    public Task Hosts_of_the_option_are_silent_and_others_are_not() => Rule.Finds(
        InMethod("""
            await http.GetAsync("http://printer.lan/status");
            await http.GetAsync("http://orders.svc.cluster.local");
            await http.GetAsync([|"http://svc.cluster.local.example.com"|]);
            """),
        setup => setup.EditorConfig.Add("socketsecurity.cleartext_hosts = printer.lan, *.svc.cluster.local"));

    [Fact]
    public Task Clients_of_libraries_are_known() => Rule.Finds(
        """
        using System;
        using Grpc.Net.Client;
        using MailKit.Net.Imap;
        using MQTTnet;
        using NATS.Client.Core;
        using RabbitMQ.Client;

        class Clients
        {
            void Use(MqttClientOptionsBuilder mqtt, ImapClient imap)
            {
                var grpc = GrpcChannel.ForAddress([|"http://grpc.example.com"|]);
                var rabbit = new ConnectionFactory { Uri = new Uri([|"amqp://guest:guest@rabbit.example.com:5672/"|]) };
                var nats = new NatsOpts { Url = [|"nats://nats.example.com:4222"|] };
                var several = new NatsOpts { Url = "nats://localhost:4222,nats://127.0.0.1:4223" };
                var remote = new NatsOpts { Url = [|"nats://a.example.com,nats://b.example.com"|] };
                mqtt.WithConnectionUri([|"mqtt://broker.example.com"|]);
                imap.Connect(new Uri([|"imap://mail.example.com"|]));
                imap.Connect(new Uri("imap://mail.example.com/?starttls=always"));
                imap.Connect(new Uri("imaps://mail.example.com"));
            }

            NatsOpts WithTls() => new() { Url = "nats://nats.example.com:4222", TlsOpts = new NatsTlsOpts { Mode = TlsMode.Require } };
        }
        """,
        setup =>
        {
            setup.Reference(TestFrameworks.Libraries);
            setup.CompilerDiagnostics = CompilerDiagnostics.None;
        });

    [Fact]
    public Task A_client_of_the_projects_own_catalogue_is_known() => Rule.Finds(
        """
        class Redis { public static void Connect(string url) { } }

        class Program
        {
            void Run() => Redis.Connect([|"redis://cache.example.com"|]);
        }
        """,
        setup => setup.AdditionalFiles.Add(("SocketSecurity.Apis.txt", "uri-sink  M:Redis.Connect  url")));

    [Theory]
    [InlineData("""await http.GetAsync([|"http://api.example.com/v1"|]); // slow""", """await http.GetAsync("https://api.example.com/v1"); // slow""")]
    [InlineData("""await http.GetAsync([|"http://api.example.com:80/v1"|]);""", """await http.GetAsync("https://api.example.com:443/v1");""")]
    [InlineData("""await http.GetAsync([|"http://api.example.com:8080/v1"|]);""", """await http.GetAsync("https://api.example.com:8080/v1");""")]
    [InlineData("""await http.GetAsync([|@"http://api.example.com:80"|]);""", """await http.GetAsync(@"https://api.example.com:443");""")]
    [InlineData("""await http.GetAsync($"[|http://api.example.com:80/|]{path}");""", """await http.GetAsync($"https://api.example.com:443/{path}");""")]
    [InlineData("""await http.GetAsync([|"http://api.example.com/"|] + path);""", """await http.GetAsync("https://api.example.com/" + path);""")]
    [InlineData("""await socket.ConnectAsync(new Uri([|"WS://feed.example.com"|]), default);""", """await socket.ConnectAsync(new Uri("wss://feed.example.com"), default);""")]
    [InlineData(
        """await http.GetAsync([|"http://a.example.com"|]); await http.GetAsync([|"http://b.example.com:80"|]);""",
        """await http.GetAsync("https://a.example.com"); await http.GetAsync("https://b.example.com:443");""")]
    public Task The_secure_scheme_and_its_port_are_written(string before, string after) =>
        Rule.Fixes(InMethod(before), InMethod(after), CleartextUriFix.SecureSchemeKey);

    /// <summary>.NET's client turns TLS on by a property and refuses the scheme.</summary>
    [Fact]
    public Task There_is_no_scheme_to_offer_for_ftp() => Rule.Fixes(
        InMethod("""System.Net.WebRequest.Create([|"ftp://files.example.com/a"|]);"""),
        InMethod("""System.Net.WebRequest.Create([|"ftp://files.example.com/a"|]);"""),
        CleartextUriFix.SecureSchemeKey);

    [Fact]
    public Task Unfinished_code_is_survived() => Rule.Silent(
        """
        using System;
        using System.Net.Http;

        class Peer
        {
            string Url => "http://api.example.com

            void Run(HttpClient http)
            {
                http.GetAsync("http://api.example.com" +
                http.GetAsync(new Uri(
                http.GetAsync($"http
            }
        }
        """,
        setup => setup.CompilerDiagnostics = CompilerDiagnostics.None);

    private static string InMethod(string statement) => $$"""
        using System;
        using System.Net.Http;
        using System.Net.Http.Json;
        using System.Net.WebSockets;
        using System.Threading;
        using System.Threading.Tasks;
        using System.Xml.Linq;

        class Peer
        {
            async Task Run(HttpClient http, ClientWebSocket socket, string path)
            {
                {{statement}}
                await Task.Yield();
            }
        }
        """;
}
