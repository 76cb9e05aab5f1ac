using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit.Sdk;

namespace SocketSecurity.Analyzers.Tests.Verification;

/// <summary>
/// The program of one rule test. All of them can be collected without running the tests, so that other tests can do more
/// with them: cut them, shuffle them, let every analyzer see them.
/// </summary>
internal sealed partial record RuleTestProgram(string Source, Setup Setup)
{
    private static readonly AsyncLocal<List<RuleTestProgram>?> Collecting = new();

    /// <summary>True when the tests are only asked for their programs; then the program is noted.</summary>
    public static bool IsNoted(string source, Setup setup)
    {
        Collecting.Value?.Add(new RuleTestProgram(Markup().Replace(source, ""), setup));
        return Collecting.Value is not null;
    }

    /// <summary>The programs of all rule tests, each once, in the order of test classes and methods.</summary>
    public static async Task<IReadOnlyList<RuleTestProgram>> CollectAll()
    {
        Collecting.Value = [];
        try
        {
            foreach (var method in RuleTestMethods())
            {
                foreach (var arguments in Arguments(method))
                {
                    await (Task)method.Invoke(Activator.CreateInstance(method.DeclaringType!), arguments)!;
                }
            }

            return [.. Collecting.Value.DistinctBy(program => (program.Source, program.Setup.References.Count, program.Setup.LanguageVersion))];
        }
        finally
        {
            Collecting.Value = null;
        }
    }

    public CSharpParseOptions ParseOptions => CSharpParseOptions.Default
        .WithLanguageVersion(Setup.LanguageVersion)
        .WithPreprocessorSymbols(Setup.PreprocessorSymbols);

    /// <summary>The program's other files and references, without its source.</summary>
    public CSharpCompilation EmptyCompilation() => CSharpCompilation.Create(
        "Program",
        Setup.Files.Select(file => CSharpSyntaxTree.ParseText(Markup().Replace(file.Text, ""), ParseOptions, file.Path)),
        Setup.References,
        new CSharpCompilationOptions(Setup.OutputKind, allowUnsafe: true, nullableContextOptions: Setup.Nullable));

    /// <summary>Tests that hand a program to <see cref="RuleTest{TAnalyzer,TCodeFix}"/> return its task and need nothing else.</summary>
    private static IEnumerable<MethodInfo> RuleTestMethods() => typeof(RuleTestProgram).Assembly.GetTypes()
        .Where(type => !type.IsAbstract && type.GetConstructor([]) is not null && !type.Namespace!.EndsWith(".House", StringComparison.Ordinal))
        .OrderBy(type => type.FullName, StringComparer.Ordinal)
        .SelectMany(type => type.GetMethods())
        .Where(method => method.ReturnType == typeof(Task) && method.GetCustomAttributes<FactAttribute>().Any());

    private static IEnumerable<object?[]> Arguments(MethodInfo method)
    {
        if (method.GetParameters().Length == 0)
        {
            return [[]];
        }

        var inline = method.GetCustomAttributes<InlineDataAttribute>().Select(row => row.Data);
        var fromMembers = method.GetCustomAttributes<MemberDataAttribute>()
            .SelectMany(data => (IEnumerable<ITheoryDataRow>)(data.MemberType ?? method.DeclaringType!).GetProperty(data.MemberName)!.GetValue(null)!)
            .Select(row => row.GetData());
        return inline.Concat(fromMembers).Select(row => (object?[])[.. row, .. method.GetParameters().Skip(row.Length).Select(parameter => parameter.DefaultValue)]);
    }

    [GeneratedRegex(@"\{\|[^:{}\s]*:|\|\}|\[\||\|\]|\$\$")]
    private static partial Regex Markup();
}
