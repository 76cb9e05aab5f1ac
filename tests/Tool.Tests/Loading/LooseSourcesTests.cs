using SocketSecurity.Tool.Analysis;
using SocketSecurity.Tool.Loading;

namespace SocketSecurity.Tool.Tests.Loading;

/// <summary>Sources are understood without their build.</summary>
public sealed class LooseSourcesTests
{
    private const string Sdk = """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup>{0}</PropertyGroup>{1}</Project>""";

    private const string ImplicitlyUsing = """
        var handler = new HttpClientHandler();
        handler.ServerCertificateCustomValidationCallback = (_, _, _, _) => true;
        Console.WriteLine(handler);
        """;

    [Fact]
    public async Task Programs_without_a_project_have_the_implicit_usings()
    {
        using var run = new ToolRun();
        run.Write("Client.cs", ImplicitlyUsing);

        Assert.Equal(1, (await run.Run("scan", ".")).ExitCode);
    }

    [Theory]
    [InlineData("<ImplicitUsings>enable</ImplicitUsings>", 1)]
    [InlineData("", 0)]
    public async Task Projects_have_the_implicit_usings_they_ask_for(string property, int expected)
    {
        using var run = new ToolRun();
        run.Write("App.csproj", string.Format(null, Sdk, property, ""));
        run.Write("Client.cs", ImplicitlyUsing);

        Assert.Equal(expected, (await run.Run("scan", ".")).ExitCode);
    }

    [Fact]
    public async Task Properties_come_from_shared_files_above_the_project_too()
    {
        using var run = new ToolRun();
        run.Write("Directory.Build.props", "<Project><PropertyGroup><ImplicitUsings>enable</ImplicitUsings></PropertyGroup></Project>");
        run.Write("src/App.csproj", string.Format(null, Sdk, "", ""));
        run.Write("src/Client.cs", ImplicitlyUsing);

        Assert.Equal(1, (await run.Run("scan", "src")).ExitCode);
    }

    [Fact]
    public async Task Web_programs_are_understood()
    {
        using var run = new ToolRun();
        run.Write("App.csproj", """<Project Sdk="Microsoft.NET.Sdk.Web"><PropertyGroup><ImplicitUsings>enable</ImplicitUsings></PropertyGroup></Project>""");
        run.Write("Program.cs", """
            using Microsoft.AspNetCore.Server.Kestrel.Https;
            var builder = WebApplication.CreateBuilder(args);
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https =>
                https.ClientCertificateValidation = (_, _, _) => true));
            """);

        var result = await run.Run("scan", ".");

        Assert.Contains("4:41  ", result.Output);
        Assert.DoesNotContain("Not known to this scan", result.Output);
    }

    [Theory]
    [InlineData("net472", "NETFRAMEWORK")]
    [InlineData("net472", "NET461_OR_GREATER")]
    [InlineData("netstandard2.0", "NETSTANDARD2_0")]
    [InlineData("net8.0", "NET8_0 && NET6_0_OR_GREATER && !NET9_0_OR_GREATER")]
    [InlineData("net10.0-windows", "NET10_0")]
    [InlineData("net60", "NET6_0 && !NET7_0_OR_GREATER && !NETFRAMEWORK")]
    [InlineData("net461;net80-windows", "NET8_0")]
    [InlineData("net7", "NET7_0")]
    [InlineData("net40", "NETFRAMEWORK && NET40")]
    public void The_symbols_of_the_target_framework_are_set(string framework, string condition)
    {
        using var run = new ToolRun();
        run.Write("App.csproj", string.Format(null, Sdk, $"<TargetFrameworks>{framework}</TargetFrameworks>", ""));

        // What is not seen at first is looked at once more with other symbols, so the first look is what counts here.
        run.Write("Code.cs", $"#if {condition}\nclass Code;\n#endif\n");
        var problems = new ProblemLog();
        var targets = ScanTargets.Find([run.Folder], [], problems, TestContext.Current.CancellationToken);
        var sources = new LooseSources(new UnitSettings(null, [], path => path), PackageCache.None(), problems);

        var unit = Assert.Single(sources.Load(SourceGroups.Create(targets, run.Folder, problems, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken));

        Assert.NotNull(unit.Flavours[0].Compilation.GetTypeByMetadataName("Code"));
    }

    [Fact]
    public async Task Net_framework_projects_are_compiled_against_net_framework()
    {
        using var run = new ToolRun();
        run.Write("Old.csproj", """
            <Project ToolsVersion="15.0" xmlns="http://schemas.microsoft.com/developer/msbuild/2003">
              <PropertyGroup><TargetFrameworkVersion>v4.7.2</TargetFrameworkVersion></PropertyGroup>
            </Project>
            """);
        run.Write("Code.cs", """
            using System.Net;
            class Code
            {
                // Modern .NET does not have the parameter's type.
                static void Take(System.Runtime.Remoting.ObjRef value) => ServicePointManager.ServerCertificateValidationCallback = (a, b, c, d) => true;
            }
            """);

        var result = await run.Run("scan", ".");

        Assert.Contains("warning SOCK1001", result.Output);
        Assert.DoesNotContain("Not known to this scan", result.Output);
    }

    [Fact]
    public async Task Projects_see_the_projects_they_reference()
    {
        using var run = new ToolRun();
        run.Write("a/App.csproj", string.Format(null, Sdk, "", """<ItemGroup><ProjectReference Include="..\b\Library.csproj" /></ItemGroup>"""));
        run.Write("a/App.cs", "class App { Library.MyHandler handler = new Library.MyHandler { ServerCertificateCustomValidationCallback = (a, b, c, d) => true }; }");
        run.Write("b/Library.csproj", string.Format(null, Sdk, "", ""));
        run.Write("b/Library.cs", "namespace Library { public class MyHandler : System.Net.Http.HttpClientHandler { } }");

        var result = await run.Run("scan", ".", "--format", "json");

        Assert.Equal(["SOCK1001 a/App.cs:1"], result.Findings);
    }

    [Fact]
    public async Task Referenced_projects_outside_of_the_scan_are_known_but_not_reported()
    {
        using var run = new ToolRun();
        run.Write("a/App.csproj", string.Format(null, Sdk, "", """<ItemGroup><ProjectReference Include="..\b\Library.csproj" /></ItemGroup>"""));
        run.Write("a/App.cs", "using Library; class App { MyHandler handler = new MyHandler { ServerCertificateCustomValidationCallback = (a, b, c, d) => true }; }");
        run.Write("b/Library.csproj", string.Format(null, Sdk, "", """<ItemGroup><ProjectReference Include="..\c\Base.csproj" /></ItemGroup>"""));
        run.Write("b/Library.cs", "namespace Library { public class MyHandler : Base.Handler { Unknown.Type field; } }");
        run.Write("c/Base.csproj", string.Format(null, Sdk, "", ""));
        run.Write("c/Base.cs", "namespace Base { public class Handler : System.Net.Http.HttpClientHandler { } }");
        run.Write("c/Insecure.cs", "class Insecure { object o = new System.Net.Http.HttpClientHandler { ServerCertificateCustomValidationCallback = (a, b, c, d) => true }; }");

        var result = await run.Run("scan", "a", "--format", "json");

        Assert.Equal(["SOCK1001 a/App.cs:1"], result.Findings);
        Assert.Equal(1, result.Json.GetProperty("summary").GetProperty("projects").GetInt32());
        Assert.Equal(0, result.Json.GetProperty("summary").GetProperty("unresolved").GetArrayLength());
    }

    [Fact]
    public async Task Sources_that_a_project_links_are_compiled_with_it_and_reported_once()
    {
        using var run = new ToolRun();
        run.Write("a/App.csproj", string.Format(null, Sdk, "", """<ItemGroup><Compile Include="..\shared\**\*.cs" /></ItemGroup>"""));
        run.Write("a/App.cs", "partial class App { System.Net.Http.HttpClientHandler handler = new(); }");
        run.Write("shared/Shared.cs", "partial class App { void M() => handler.ServerCertificateCustomValidationCallback = (a, b, c, d) => true; }");

        var result = await run.Run("scan", ".", "--format", "json");

        Assert.Equal(["SOCK1001 shared/Shared.cs:1"], result.Findings);
        Assert.Equal(2, result.Json.GetProperty("summary").GetProperty("files").GetInt32());
    }

    /// <summary>A class of the project's own namespace that has the name of the framework's would stand for it.</summary>
    [Theory]
    [InlineData("""<ItemGroup><Compile Remove="Old\Handler.cs;Other.cs" /></ItemGroup>""", true)]
    [InlineData("""<ItemGroup><Compile Remove="Old\**" /></ItemGroup>""", true)]
    [InlineData("", false)]
    [InlineData("""<ItemGroup><Compile Remove="Older\**" /></ItemGroup>""", false)]
    [InlineData("""<ItemGroup><Compile Remove="**\*.cs" /><Compile Include="App.cs" /></ItemGroup>""", true)]
    [InlineData("""<ItemGroup><Compile Remove="**\*.cs" /><Compile Include="App.cs;Old/*.cs" /></ItemGroup>""", false)]
    [InlineData("""<ItemGroup><Compile Remove="Old\**" Condition="'$(Old)' == ''" /></ItemGroup>""", false)]
    [InlineData("""<ItemGroup Condition="'$(Old)' == ''"><Compile Remove="Old\**" /></ItemGroup>""", false)]
    [InlineData("""<Target Name="T"><ItemGroup><Compile Remove="Old\**" /></ItemGroup></Target>""", false)]
    [InlineData("""<ItemGroup><Compile Remove="$(Old)\Handler.cs" /></ItemGroup>""", false)]
    [InlineData("""<ItemGroup><Compile Remove="Old\**" /><Compile Include="$(Sources)" /></ItemGroup>""", false)]
    public async Task Sources_that_a_project_omits_do_not_stand_for_what_it_uses(string items, bool omits)
    {
        using var run = new ToolRun();
        run.Write("App.csproj", string.Format(null, Sdk, "", items));
        run.Write("App.cs", """
            using System.Net.Http;
            namespace Net
            {
                class App { void M(HttpClientHandler handler) => handler.ServerCertificateCustomValidationCallback = (a, b, c, d) => true; }
            }
            """);
        run.Write("Old/Handler.cs", """
            namespace Net { class HttpClientHandler { public System.Func<int, int, int, int, bool> ServerCertificateCustomValidationCallback; } }
            """);

        var result = await run.Run("scan", ".", "--format", "json");

        Assert.Equal(omits ? ["SOCK1001 App.cs:4"] : [], result.Findings);
    }

    [Fact]
    public async Task Sources_that_a_project_omits_are_scanned_by_themselves_or_with_the_project_that_links_them()
    {
        using var run = new ToolRun();
        run.Write("a/App.csproj", string.Format(null, Sdk, "", """<ItemGroup><Compile Remove="Linked.cs;Alone.cs" /></ItemGroup>"""));
        run.Write("a/App.cs", "class App;");
        run.Write("a/Alone.cs", ToolRun.Insecure);
        run.Write("a/Linked.cs", "partial class App { void M() => handler.ServerCertificateCustomValidationCallback = (a, b, c, d) => true; }");
        run.Write("b/App.csproj", string.Format(null, Sdk, "", """<ItemGroup><Compile Include="..\a\Linked.cs" /></ItemGroup>"""));
        run.Write("b/App.cs", "partial class App { System.Net.Http.HttpClientHandler handler = new(); }");

        var result = await run.Run("scan", ".", "--format", "json");

        Assert.Equal(["SOCK1001 a/Alone.cs:2", "SOCK1001 a/Linked.cs:1"], result.Findings);
    }

    [Fact]
    public async Task Programs_of_equal_names_in_one_tree_do_not_disturb_each_other()
    {
        using var run = new ToolRun();
        const string program = """
            using System.Net.Http;
            class Program
            {
                static readonly Handler Handler = new Handler();
                static void Main() => Handler.ServerCertificateCustomValidationCallback = (a, b, c, d) => true;
            }
            class Handler : HttpClientHandler;
            """;
        run.Write("one/Program.cs", program);
        run.Write("two/Program.cs", program);
        run.Write("two/Same.cs", program);
        run.Write("three.cs", ToolRun.Insecure);
        run.Write("four.cs", ToolRun.Insecure);

        var result = await run.Run("scan", ".", "--format", "json");

        Assert.Equal(
            ["SOCK1001 four.cs:2", "SOCK1001 one/Program.cs:5", "SOCK1001 three.cs:2", "SOCK1001 two/Program.cs:5", "SOCK1001 two/Same.cs:5"],
            result.Findings);
    }

    /// <summary>Their packages are the last thing that somebody restores who only wants to read the code.</summary>
    [Theory]
    [InlineData("", """<PackageReference Include="Microsoft.NET.Test.Sdk" Version="1.0.0" />""", "", "info")]
    [InlineData("", """<PackageReference Include="NUnit" Version="1.0.0" Condition="'$(Configuration)' == 'Debug'" />""", "", "info")]
    [InlineData("", "", """<ItemGroup><PackageReference Include="xunit" Version="1.0.0" /></ItemGroup>""", "info")]
    [InlineData("", "", """<ItemGroup Condition="'$(IsTests)' == 'true'"><PackageReference Include="xunit" Version="1.0.0" /></ItemGroup>""", "warning")]
    [InlineData("", """<PackageReference Include="xunit.abstractions" Version="1.0.0" />""", "", "warning")]
    [InlineData("MSTest.Sdk/3.8.0", "", "", "info")]
    public async Task Tests_are_known_by_the_packages_they_name(string sdk, string ofProject, string shared, string severity)
    {
        using var run = new ToolRun();
        run.Write("Directory.Build.props", $"<Project>{shared}</Project>");
        run.Write("Some.csproj", $"""<Project Sdk="{(sdk.Length > 0 ? sdk : "Microsoft.NET.Sdk")}"><ItemGroup>{ofProject}</ItemGroup></Project>""");
        run.Write("Client.cs", ToolRun.Insecure);

        var result = await run.Run("scan", ".", "--min-severity", "info");

        Assert.Contains($"{severity} SOCK1001", result.Output);
    }

    [Fact]
    public async Task What_is_not_known_is_said_once_and_the_rest_is_found()
    {
        using var run = new ToolRun();
        run.Write("App.csproj", string.Format(
            null, Sdk, "", """<ItemGroup><PackageReference Include="Surely.Not.Here" Version="1.0.0" /></ItemGroup>"""));
        run.Write("Client.cs", "using Surely.Not.Here;\nusing System.Linq;\n" + ToolRun.Insecure);
        run.Write("Other.cs", "using Surely.Not.Here.Either;\nusing Neither.Here;\nclass Other : UnknownType { }");

        var result = await run.Run("scan", ".");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Not known to this scan, so calls into them are not judged: package Surely.Not.Here, namespace Neither.Here.", result.Output);
        Assert.Contains("4:53  warning SOCK1001", result.Output);
    }
}
