using SocketSecurity.Analyzers.CodeFixes.PeerAuthentication;
using SocketSecurity.Analyzers.PeerAuthentication;
using SocketSecurity.Analyzers.Tests.Verification;
using Rule = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.PeerAuthentication.ProcessWideCallbackAnalyzer,
    SocketSecurity.Analyzers.CodeFixes.PeerAuthentication.ProcessWideCallbackFix>;

namespace SocketSecurity.Analyzers.Tests.PeerAuthentication;

/// <summary><see cref="ProcessWideCallbackAnalyzer"/> and <see cref="ProcessWideCallbackFix"/>: SOCK1012.</summary>
public sealed class ProcessWideCallbackTests
{
    [Theory]
    [InlineData("[|ServicePointManager.ServerCertificateValidationCallback|] = (s, c, ch, e) => e == SslPolicyErrors.None;")]
    [InlineData("[|ServicePointManager.ServerCertificateValidationCallback|] += (s, c, ch, e) => e == SslPolicyErrors.None;")]
    [InlineData("[|ServicePointManager.ServerCertificateValidationCallback|] = handed;")]
    [InlineData("[|ServicePointManager.ServerCertificateValidationCallback|] = new RemoteCertificateValidationCallback(Validate);")]
    public async Task A_callback_for_the_whole_process_is_found_and_removed(string statement)
    {
        await Rule.Fixes(InMethod("handed = null;\n        " + statement), InMethod("handed = null;"), ProcessWideCallbackFix.RemoveKey, Quiet);
        await Rule.Finds(InMethod(statement).Replace("using System.Net.Http;\n", "", StringComparison.Ordinal), s => s.OnNet472());
    }

    [Theory]
    [InlineData("ServicePointManager.ServerCertificateValidationCallback = null;")]
    [InlineData("ServicePointManager.ServerCertificateValidationCallback -= handed;")]
    [InlineData("var saved = ServicePointManager.ServerCertificateValidationCallback;")]
    [InlineData("new HttpClientHandler().ServerCertificateCustomValidationCallback = (m, c, ch, e) => e == SslPolicyErrors.None;")]
    [InlineData("ServicePointManager.ServerCertificateValidationCallback = ")]
    public Task Resetting_reading_and_other_callbacks_are_silent(string statement) => Rule.Silent(InMethod(statement), s =>
    {
        Quiet(s);
        s.CompilerDiagnostics = statement.EndsWith(' ') ? Microsoft.CodeAnalysis.Testing.CompilerDiagnostics.None : s.CompilerDiagnostics;
    });

    private static void Quiet(Setup setup) => setup.DisabledDiagnostics.Add("SYSLIB0014");

    private static string InMethod(string statement) => $$"""
        using System.Net;
        using System.Net.Http;
        using System.Net.Security;
        using System.Security.Cryptography.X509Certificates;

        class Client
        {
            RemoteCertificateValidationCallback handed;
            static bool Validate(object s, X509Certificate c, X509Chain ch, SslPolicyErrors e) => e == SslPolicyErrors.None;

            void Start()
            {
                {{statement}}
            }
        }
        """;
}
