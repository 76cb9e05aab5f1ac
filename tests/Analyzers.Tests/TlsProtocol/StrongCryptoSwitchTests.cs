using Microsoft.CodeAnalysis.Testing;
using SocketSecurity.Analyzers.CodeFixes.TlsProtocol;
using SocketSecurity.Analyzers.TlsProtocol;
using SocketSecurity.Analyzers.Tests.Verification;
using Rule = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.TlsProtocol.StrongCryptoSwitchAnalyzer,
    SocketSecurity.Analyzers.CodeFixes.TlsProtocol.StrongCryptoSwitchFix>;

namespace SocketSecurity.Analyzers.Tests.TlsProtocol;

/// <summary>SOCK2007, <see cref="StrongCryptoSwitchAnalyzer"/> and <see cref="StrongCryptoSwitchFix"/>.</summary>
public sealed class StrongCryptoSwitchTests
{
    private const string Weak = "Switch.System.Net.DontEnableSchUseStrongCrypto";

    [Theory]
    [InlineData("AppContext.SetSwitch(\"Switch.System.Net.DontEnableSchUseStrongCrypto\", [|true|]);", "AppContext.SetSwitch(\"Switch.System.Net.DontEnableSchUseStrongCrypto\", false);")]
    [InlineData("System.AppContext.SetSwitch(\"Switch.System.ServiceModel.DisableUsingServicePointManagerSecurityProtocols\", [|true|]); // old peer", "System.AppContext.SetSwitch(\"Switch.System.ServiceModel.DisableUsingServicePointManagerSecurityProtocols\", false); // old peer")]
    [InlineData("AppContext.SetSwitch(\"System.Net.Security.NoRevocationCheckByDefault\", [|true|]);", "AppContext.SetSwitch(\"System.Net.Security.NoRevocationCheckByDefault\", false);")]
    [InlineData("AppContext.SetSwitch(\"Switch.System.Security.Cryptography.Xml.UseInsecureHashAlgorithms\", [|true|]);", "AppContext.SetSwitch(\"Switch.System.Security.Cryptography.Xml.UseInsecureHashAlgorithms\", false);")]
    [InlineData("AppContext.SetSwitch(isEnabled: [|true|], switchName: Name);", "AppContext.SetSwitch(isEnabled: false, switchName: Name);")]
    [InlineData("var on = true; var name = \"Switch.System.Net.\" + \"DontCheckCertificateEKUs\"; AppContext.SetSwitch(name, [|on|]);", "var on = true; var name = \"Switch.System.Net.\" + \"DontCheckCertificateEKUs\"; AppContext.SetSwitch(name, false);")]
    [InlineData("AppContext.SetSwitch(Name, [|!false|]);", "AppContext.SetSwitch(Name, false);")]
    [InlineData("AppContext.SetData(Name, [|\"true\"|]);", "AppContext.SetData(Name, \"false\");")]
    [InlineData("AppDomain.CurrentDomain.SetData(Name, [|\"True\"|]);", "AppDomain.CurrentDomain.SetData(Name, \"false\");")]
    public Task A_weak_switch_is_found_and_set_the_safe_way(string before, string after) =>
        Rule.Fixes(InMethod(before), InMethod(after), StrongCryptoSwitchFix.InvertKey);

    [Theory]
    [InlineData("AppContext.SetSwitch(Name, false);")]
    [InlineData("AppContext.SetSwitch(Name, setting);")]
    [InlineData("var on = true; if (setting) on = false; AppContext.SetSwitch(Name, on);")]
    [InlineData("AppContext.SetSwitch(other, true);")]
    [InlineData("AppContext.SetSwitch(\"Switch.Acme.DontEnableSchUseStrongCrypto\", true);")]
    [InlineData("AppContext.SetSwitch(\"switch.system.net.dontenableschusestrongcrypto\", true);")]
    [InlineData("if (AppContext.TryGetSwitch(Name, out var on) && on) throw new InvalidOperationException();")]
    [InlineData("AppContext.SetData(Name, true);")]
    [InlineData("AppContext.SetData(Name, null);")]
    [InlineData("new Settings().SetSwitch(Name, true);")]
    public Task Safe_unknown_and_configured_values_are_silent(string statement) => Rule.Silent(InMethod(statement));

    [Fact]
    public Task It_is_found_on_the_framework_that_the_switches_are_for() => Rule.Finds(
        "class Program { static void Main() => System.AppContext.SetSwitch(\"" + Weak + "\", [|true|]); }", setup => setup.OnNet472());

    [Theory]
    [InlineData("runtimeconfig.template.json", "{\n  \"configProperties\": {\n    \"@\": true\n  }\n}\n", 3, "\"@\": true")]
    [InlineData("App.runtimeconfig.json", "{ \"runtimeOptions\": { \"configProperties\": {\n\"other\": false, \"@\" : \"True\" } } }", 2, "\"@\" : \"True\"")]
    [InlineData("App.config", "<configuration>\n  <runtime>\n    <AppContextSwitchOverrides value=\"Switch.Other=false;@=true\" />\n  </runtime>\n</configuration>\n", 3, "@=true")]
    [InlineData("web.config", "<configuration><!-- @=false -->\n<runtime><AppContextSwitchOverrides\n  value='@ = true'/></runtime></configuration>", 3, "@ = true")]
    [InlineData("Web.config", "<configuration>\n<appSettings>\n<add key=\"AppContext.SetSwitch:@\" value=\"true\" />\n</appSettings></configuration>", 3, "<add key=\"AppContext.SetSwitch:@\" value=\"true\"")]
    [InlineData("Service.exe.config", "<AppContextSwitchOverrides value=\"@=true", 0, "")]
    public Task A_weak_switch_in_a_configuration_file_is_found_at_its_line(string file, string text, int line, string found)
    {
        text = text.Replace("@", Weak, StringComparison.Ordinal);
        found = found.Replace("@", Weak, StringComparison.Ordinal);
        return Rule.Finds("class Empty { }", setup =>
        {
            setup.AdditionalFiles.Add((file, text));
            if (line > 0)
            {
                var column = text.Split('\n')[line - 1].IndexOf(found, StringComparison.Ordinal) + 1;
                setup.Expected.Add(new DiagnosticResult(Rules.StrongCryptoDisabled)
                    .WithSpan(file, line, column, line, column + found.Length)
                    .WithArguments(Weak, "true", "brings back SSL 3.0, TLS 1.0 and RC4"));
            }
        });
    }

    [Theory]
    [InlineData("runtimeconfig.template.json", "{ \"configProperties\": { \"@\": false } }")]
    [InlineData("runtimeconfig.template.json", "{ // \"@\": true\n \"configProperties\": { /* \"@\": true */ \"a\": \"//\" } }")]
    [InlineData("appsettings.json", "{ \"@\": true }")]
    [InlineData("App.config", "<runtime><AppContextSwitchOverrides value=\"@=false\" /></runtime>")]
    [InlineData("App.config", "<runtime><!-- <AppContextSwitchOverrides value=\"@=true\" /> --></runtime>")]
    [InlineData("App.config", "<runtime><Other value=\"@=true\" /></runtime>")]
    [InlineData("App.config", "<appSettings><add key=\"@\" value=\"true\" /></appSettings>")]
    [InlineData("notes.config", "<AppContextSwitchOverrides value=\"@=true\" />")]
    public Task Safe_values_comments_and_other_files_are_silent(string file, string text) => Rule.Silent(
        "class Empty { }", setup => setup.AdditionalFiles.Add((file, text.Replace("@", Weak, StringComparison.Ordinal))));

    [Fact]
    public Task A_switch_of_the_users_catalogue_is_found_whose_weak_value_is_false() => Rule.Fixes(
        "class Program { static void Main() => System.AppContext.SetSwitch(\"Acme.CheckPeers\", [|false|]); }",
        "class Program { static void Main() => System.AppContext.SetSwitch(\"Acme.CheckPeers\", true); }",
        StrongCryptoSwitchFix.InvertKey,
        setup => setup.AdditionalFiles.Add(("SocketSecurity.Apis.txt", "appcontext-switch  Acme.CheckPeers  false  trusts everybody\n")));

    [Fact]
    public Task Unfinished_code_is_survived() => Rule.Silent(
        """
        using System;

        class Program
        {
            static void Main()
            {
                AppContext.SetSwitch();
                AppContext.SetSwitch("Switch.System.Net.DontEnableSchUseStrongCrypto");
                AppContext.SetSwitch("Switch.System.Net.DontEnableSchUseStrongCrypto", );
                AppContext.SetData(, "true"
            }
        }
        """,
        setup => setup.CompilerDiagnostics = CompilerDiagnostics.None);

    private static string InMethod(string statement) => $$"""
        using System;

        class Settings
        {
            public void SetSwitch(string name, bool value) { }
        }

        class Program
        {
            const string Name = "Switch.System.Net.DontEnableSystemDefaultTlsVersions";

            static void Configure(bool setting, string other)
            {
                {{statement}}
            }
        }
        """;
}
