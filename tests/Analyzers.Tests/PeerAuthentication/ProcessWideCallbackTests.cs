using Microsoft.CodeAnalysis.Testing;
using SocketSecurity.Analyzers.CodeFixes.PeerAuthentication;
using SocketSecurity.Analyzers.PeerAuthentication;
using SocketSecurity.Analyzers.Tests.Verification;
using Rule = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.PeerAuthentication.ProcessWideCallbackAnalyzer,
    SocketSecurity.Analyzers.CodeFixes.PeerAuthentication.ProcessWideCallbackFix>;

namespace SocketSecurity.Analyzers.Tests.PeerAuthentication;

/// <summary>SOCK1012, <see cref="ProcessWideCallbackAnalyzer"/> and <see cref="ProcessWideCallbackFix"/>.</summary>
public sealed class ProcessWideCallbackTests
{
    [Theory]
    [InlineData("[|ServicePointManager.ServerCertificateValidationCallback|] = Validate;")]
    [InlineData("[|ServicePointManager.ServerCertificateValidationCallback|] += Validate;")]
    [InlineData("[|ServicePointManager.ServerCertificateValidationCallback|] ??= Validate;")]
    [InlineData("[|System.Net.ServicePointManager.ServerCertificateValidationCallback|] = (s, c, ch, e) => e == SslPolicyErrors.None;")]
    [InlineData("[|ServicePointManager.ServerCertificateValidationCallback|] = handed;")]
    public Task A_callback_for_the_whole_process_is_found(string statement) => Rule.Finds(InMethod(statement));

    [Theory]
    [InlineData("ServicePointManager.ServerCertificateValidationCallback = null;")]
    [InlineData("ServicePointManager.ServerCertificateValidationCallback -= Validate;")]
    [InlineData("if (ServicePointManager.ServerCertificateValidationCallback != null) throw new System.InvalidOperationException();")]
    [InlineData("var before = ServicePointManager.ServerCertificateValidationCallback; ServicePointManager.ServerCertificateValidationCallback = before;")]
    [InlineData("request.ServerCertificateValidationCallback = Validate;")]
    [InlineData("System.Console.WriteLine(nameof(ServicePointManager.ServerCertificateValidationCallback));")]
    public Task Reading_removing_and_restoring_are_silent(string statement) => Rule.Silent(InMethod(statement));

    [Fact]
    public Task It_is_found_on_the_framework_where_it_decides_most() => Rule.Finds(
        InMethod("[|ServicePointManager.ServerCertificateValidationCallback|] = Validate;"), setup => setup.OnNet472());

    [Theory]
    [InlineData("var own = WebRequest.CreateHttp(\"https://host.example\");", "own.ServerCertificateValidationCallback", "handed")]
    [InlineData("var own = (HttpWebRequest)WebRequest.Create(\"https://host.example\");", "own.ServerCertificateValidationCallback", "(object s, X509Certificate c, X509Chain ch, SslPolicyErrors e) => e == SslPolicyErrors.None")]
    [InlineData("var own = new HttpClientHandler();", "own.ServerCertificateCustomValidationCallback", "Validate")]
    [InlineData("var own = new HttpClientHandler();", "own.ServerCertificateCustomValidationCallback", "(s, c, ch, e) => e == SslPolicyErrors.None")]
    public Task It_moves_to_the_request_or_handler_that_follows(string creation, string property, string validator) => Rule.Fixes(
        InMethod($"[|ServicePointManager.ServerCertificateValidationCallback|] = {validator};\n        {creation}"),
        InMethod($"{creation}\n        {property} = {validator};"),
        ProcessWideCallbackFix.MoveKey);

    [Theory]
    [InlineData("[|ServicePointManager.ServerCertificateValidationCallback|] = handed;\n        var handler = new HttpClientHandler();")]
    [InlineData("[|ServicePointManager.ServerCertificateValidationCallback|] = (object s, X509Certificate c, X509Chain ch, SslPolicyErrors e) => true;\n        var handler = new HttpClientHandler();")]
    [InlineData("[|ServicePointManager.ServerCertificateValidationCallback|] = Validate;\n        var one = new HttpClientHandler();\n        var two = new HttpClientHandler();")]
    [InlineData("[|ServicePointManager.ServerCertificateValidationCallback|] = Validate;")]
    public Task Nothing_is_offered_where_it_would_not_fit(string statement) =>
        Rule.Fixes(InMethod(statement), InMethod(statement), ProcessWideCallbackFix.MoveKey);

    [Fact]
    public Task It_is_removed_where_no_handler_follows() => Rule.Fixes(
        InMethod("[|ServicePointManager.ServerCertificateValidationCallback|] = Validate;\n        request.Abort();"),
        InMethod("request.Abort();"),
        ProcessWideCallbackFix.RemoveKey);

    [Fact]
    public Task Unfinished_code_is_survived() => Rule.Silent(
        """
        using System.Net;

        class Client
        {
            void Connect()
            {
                ServicePointManager. = null;
                ServerCertificateValidationCallback = (a, b) =>
            }
        }
        """,
        setup => setup.CompilerDiagnostics = CompilerDiagnostics.None);

    private static string InMethod(string statement) => $$"""
        using System.Net;
        using System.Net.Http;
        using System.Net.Security;
        using System.Security.Cryptography.X509Certificates;

        class Client
        {
            static bool Validate(object sender, X509Certificate certificate, X509Chain chain, SslPolicyErrors errors) => errors == SslPolicyErrors.None;

            void Connect(HttpWebRequest request, RemoteCertificateValidationCallback handed)
            {
                {{statement}}
            }
        }
        """;
}
