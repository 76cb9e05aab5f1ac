namespace SocketSecurity.Tool.Tests.Loading;

/// <summary>Code that some conditional symbol hides is found, each finding once.</summary>
public sealed class ConditionalCodeTests
{
    [Theory]
    [InlineData("#if DEBUG", "#endif")]
    [InlineData("#if !DEBUG", "#endif")]
    [InlineData("#if RELEASE", "#endif")]
    [InlineData("#if DEBUG\n#else", "#endif")]
    [InlineData("#if A && !B && !DEBUG", "#endif")]
    [InlineData("#if A\n#elif B", "#endif")]
    [InlineData("#if A\n#if (B == false) != true\n#elif C || D", "#endif\n#endif")]
    [InlineData("#if NETFRAMEWORK", "#endif")]
    [InlineData("", "")]
    public async Task Every_arm_is_seen(string before, string after)
    {
        using var run = new ToolRun();
        run.Write("Code.cs", $"{before}\nclass Hidden;\n{after}\n");

        var result = await run.RunWith(new ClassFinder(), "scan", ".", "--format", "json");

        Assert.Equal("Class 'Hidden'", Assert.Single(result.Json.GetProperty("findings").EnumerateArray()).GetProperty("message").GetString());
    }

    [Theory]
    [InlineData("#if false", "#endif")]
    [InlineData("#if A && !A", "#endif")]
    [InlineData("#define A\n#if !A", "#endif")]
    public async Task An_arm_that_can_never_be_compiled_is_not(string before, string after)
    {
        using var run = new ToolRun();
        run.Write("Code.cs", $"{before}\nclass Hidden;\n{after}\n");

        Assert.Equal(0, (await run.RunWith(new ClassFinder(), "scan", ".")).ExitCode);
    }

    [Fact]
    public async Task Arms_of_several_files_are_all_seen()
    {
        using var run = new ToolRun();
        run.Write("One.cs", "#if A\nclass One;\n#endif\n");
        run.Write("Two.cs", "#if !A\nclass Two;\n#endif\n");
        run.Write("Three.cs", "#if A && B\nclass Three;\n#elif !B\nclass ThreeAgain;\n#endif\n");

        var result = await run.RunWith(new ClassFinder(), "scan", ".", "--format", "json");

        Assert.Equal(["TEST1 One.cs:2", "TEST1 Three.cs:2", "TEST1 Three.cs:4", "TEST1 Two.cs:2"], result.Findings);
    }

    [Fact]
    public async Task A_validator_that_only_debug_builds_have_is_found()
    {
        using var run = new ToolRun();
        run.Write("Code.cs", ToolRun.Secure + "\n#if !DEBUG\nhandler.ServerCertificateCustomValidationCallback = (_, _, _, _) => true;\n#endif\n");

        var result = await run.Run("scan", ".", "--format", "json");

        Assert.Equal(["SOCK1001 Code.cs:5"], result.Findings);
    }
}
