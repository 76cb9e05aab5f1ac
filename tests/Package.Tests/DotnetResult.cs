using System.Text.RegularExpressions;

namespace SocketSecurity.Package.Tests;

internal sealed record DotnetResult(int ExitCode, string Output)
{
    public DotnetResult Succeeded()
    {
        Assert.True(ExitCode == 0, Output);
        return this;
    }

    public DotnetResult Failed()
    {
        Assert.True(ExitCode != 0, Output);
        return this;
    }

    /// <summary>The output has <c>file(line,column): severity id</c>, the form in which build servers and editors read it.</summary>
    public DotnetResult Reports(string severity, string id, string file = "Program.cs")
    {
        Assert.True(Has(severity, id, file), $"expected {file}: {severity} {id} in\n{Output}");
        return this;
    }

    public DotnetResult ReportsNo(string id)
    {
        Assert.DoesNotContain($" {id}:", Output, StringComparison.Ordinal);
        return this;
    }

    public DotnetResult Prints(string text)
    {
        Assert.Contains(text, Output, StringComparison.Ordinal);
        return this;
    }

    private bool Has(string severity, string id, string file) =>
        Regex.IsMatch(Output, $@"{Regex.Escape(file)}\(\d+,\d+\): {severity} {id}: ");
}
