using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using SocketSecurity.Analyzers.CodeFixes.KeysAndCredentials;
using SocketSecurity.Analyzers.KeysAndCredentials;
using SocketSecurity.Analyzers.Tests.Verification;
using Header = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.KeysAndCredentials.AuthorizationHeaderAnalyzer,
    SocketSecurity.Analyzers.CodeFixes.KeysAndCredentials.CredentialFix>;
using Rule = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.KeysAndCredentials.SecretValueAnalyzer,
    SocketSecurity.Analyzers.CodeFixes.KeysAndCredentials.CredentialFix>;

namespace SocketSecurity.Analyzers.Tests.KeysAndCredentials;

/// <summary>SOCK3004: <see cref="SecretValueAnalyzer"/>, <see cref="AuthorizationHeaderAnalyzer"/> and <see cref="CredentialFix"/>.</summary>
public sealed class HardCodedCredentialTests
{
    private const string Read = "Environment.GetEnvironmentVariable(\"SERVICE_PASSWORD\") ?? throw new InvalidOperationException(\"The environment variable SERVICE_PASSWORD is not set.\")";

    [Theory]
    [InlineData("new NetworkCredential(user, {|SOCK3004:\"S3cret-2024\"|});", $"new NetworkCredential(user, {Read});")]
    [InlineData("credential.Password = {|SOCK3004:\"S3cret-2024\"|};", $"credential.Password = {Read};")]
    [InlineData("var p = \"S3cret-2024\"; new NetworkCredential(user, {|SOCK3004:p|});", $"var p = {Read}; new NetworkCredential(user, p);")]
    [InlineData("new NetworkCredential { UserName = user, Password = {|SOCK3004:\"S3cret-2024\"|} };", $"new NetworkCredential {{ UserName = user, Password = {Read} }};")]
    [InlineData("_ = X509CertificateLoader.LoadPkcs12FromFile(\"server.pfx\", {|SOCK3004:\"S3cret-2024\"|});", $"_ = X509CertificateLoader.LoadPkcs12FromFile(\"server.pfx\", {Read});")]
    public Task A_literal_password_is_found_and_read_instead(string before, string after) => Rule.Fixes(Method(before), Method(after), CredentialFix.PasswordKey);

    [Theory]
    [InlineData("new NetworkCredential(user, {|SOCK3004:Password|});")]
    [InlineData("_ = X509CertificateLoader.LoadPkcs12(System.IO.File.ReadAllBytes(\"server.pfx\"), {|SOCK3004:\"S3cret-2024\"|});")]
    [InlineData("LogIn(user, {|SOCK3004:\"S3cret-2024\"|});")]
    [InlineData("new NetworkCredential(user, {|SOCK3004:configured ?? \"S3cret-2024\"|});")]
    [InlineData("new NetworkCredential(user, {|SOCK3004:flag ? \"S3cret-1\" : \"S3cret-2\"|});")]
    [InlineData("new AuthenticationHeaderValue(\"Bearer\", {|SOCK3004:\"eyJhbGciOiJIUzI1NiJ9.e30.abc\"|});")]
    [InlineData("new AuthenticationHeaderValue(\"Basic\", {|SOCK3004:Convert.ToBase64String(Encoding.ASCII.GetBytes(\"report:S3cret\"))|});")]
    public Task Constants_in_other_shapes_are_found(string body) => Rule.Finds(Method(body));

    /// <summary>Which object of the type a setting is, decides what it is by default; an object that keeps a password gives back just that.</summary>
    [Theory]
    [InlineData("Settings.Password.Read(store)", "\"MYSQL-PIPE\"")]
    [InlineData("Settings.Password.Initial", "\"MYSQL-PIPE\"")]
    [InlineData("new Setting(store.Read()).Read(store)", "{|SOCK3004:\"MYSQL-PIPE\"|}")]
    [InlineData("held.Read(store)", "{|SOCK3004:\"MYSQL-PIPE\"|}")]
    public Task A_setting_is_not_given_what_another_one_is_made_with(string password, string other) => Rule.Finds($$"""
        using System.Net;
        class Store { public string Read() => System.Console.ReadLine(); }
        class Setting
        {
            private readonly string _initial;
            public Setting(string initial) { _initial = initial; }
            public string Initial { get { return _initial; } }
            public string Read(Store store) => store.Read() ?? _initial;
        }
        static class Settings
        {
            public static readonly Setting Password = new Setting("");
            public static readonly Setting Pipe = new Setting({{other}});
        }
        class Client
        {
            object LogIn(Store store, Setting held) => new NetworkCredential("user", {{password}});
        }
        """);

    [Theory]
    [InlineData("new NetworkCredential(user, {|#0:\"changeit\"|});")]
    [InlineData("new NetworkCredential(user, {|#0:\"<password>\"|});")]
    [InlineData("new NetworkCredential(user, {|#0:\"*****\"|});")]
    [InlineData("new NetworkCredential(\"username\", {|#0:\"password\"|});")]
    public Task A_placeholder_is_information(string body) => Rule.Finds(
        Method(body),
        setup => setup.Expected.Add(new DiagnosticResult(Rules.HardCodedCredential.Id, DiagnosticSeverity.Info).WithLocation(0)));

    [Theory]
    [InlineData("new NetworkCredential(user, configured);")]
    [InlineData("new NetworkCredential(user, \"\");")]
    [InlineData("new NetworkCredential(user, (string)null);")]
    [InlineData("new NetworkCredential(user, string.Empty);")]
    [InlineData("new NetworkCredential(user, Environment.GetEnvironmentVariable(\"PASSWORD\"));")]
    [InlineData("new NetworkCredential(user, Console.ReadLine());")]
    [InlineData("new NetworkCredential(user, settings[\"Password\"]);")]
    [InlineData("new NetworkCredential(\"anonymous\", configured);")]
    [InlineData("new NetworkCredential(\"anonymous\", \"anonymous\");")]
    [InlineData("var name = \"Anonymous\"; new NetworkCredential(name, \"mirror@example.com\");")]
    [InlineData("if (credential.Password == \"S3cret-2024\") { user = null; }")]
    [InlineData("_ = X509CertificateLoader.LoadPkcs12FromFile(\"server.pfx\", null);")]
    [InlineData("using var made = new System.IO.MemoryStream(); _ = X509CertificateLoader.LoadPkcs12(made.ToArray(), \"envelope\");")]
    [InlineData("X509Certificate2 own = null; _ = X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pfx, configured), Password);")]
    [InlineData("new AuthenticationHeaderValue(\"Bearer\", configured);")]
    [InlineData("new AuthenticationHeaderValue(\"Negotiate\");")]
    [InlineData("var password = \"S3cret-2024\"; Console.WriteLine(password);")]
    public Task Read_empty_and_compared_passwords_are_silent(string body) => Rule.Silent(Method(body));

    [Theory]
    [InlineData("client.DefaultRequestHeaders.Add(\"Authorization\", {|SOCK3004:\"Basic cmVwb3J0OlMzY3JldA==\"|});")]
    [InlineData("client.DefaultRequestHeaders.TryAddWithoutValidation(\"authorization\", {|SOCK3004:\"Bearer \" + Password|});")]
    [InlineData("var headers = new WebHeaderCollection(); headers[\"Authorization\"] = {|SOCK3004:\"Basic cmVwb3J0OlMzY3JldA==\"|};")]
    [InlineData("var secure = new SecureString(); foreach (var c in {|SOCK3004:\"S3cret-2024\"|}) { secure.AppendChar(c); }")]
    [InlineData("var secure = new SecureString(); for (var i = 0; i < Password.Length; i++) { secure.AppendChar({|SOCK3004:Password|}[i]); }")]
    public Task Headers_and_secure_strings_are_found(string body) => Header.Finds(Method(body));

    [Theory]
    [InlineData("client.DefaultRequestHeaders.Add(\"Authorization\", \"Bearer \" + configured);")]
    [InlineData("client.DefaultRequestHeaders.Add(\"Authorization\", \"Negotiate\");")]
    [InlineData("client.DefaultRequestHeaders.Add(\"Accept\", \"application/json, text/plain\");")]
    [InlineData("settings.Add(\"Authorization\", configured);")]
    [InlineData("var secure = new SecureString(); foreach (var c in configured) { secure.AppendChar(c); }")]
    [InlineData("var secure = new SecureString(); secure.AppendChar(Console.ReadKey().KeyChar);")]
    public Task Headers_from_settings_and_typed_passwords_are_silent(string body) => Header.Silent(Method(body));

    [Fact]
    public Task Unfinished_code_is_survived() => Header.Silent(
        Method("client.DefaultRequestHeaders.Add(\"Authorization\", ); var secure = new SecureString(); secure.AppendChar(; foreach (var c in ) { secure.AppendChar(c); }"),
        setup => setup.CompilerDiagnostics = CompilerDiagnostics.None);

    private static string Method(string body) => $$"""
        using System;
        using System.Collections.Generic;
        using System.Net;
        using System.Net.Http;
        using System.Net.Http.Headers;
        using System.Security;
        using System.Security.Cryptography.X509Certificates;
        using System.Text;

        class Peer
        {
            const string Password = "S3cret-2024-of-the-service";

            void Run(NetworkCredential credential, HttpClient client, Dictionary<string, string> settings, string user, string configured, bool flag)
            {
                {{body}}
            }

            static NetworkCredential LogIn(string user, string password) => new(user, password);
        }
        """;
}
