using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Dispatch;
using SocketSecurity.Analyzers.KnownApis;
using SocketSecurity.Analyzers.Tests.Verification;

namespace SocketSecurity.Analyzers.Tests.Dispatch;

/// <summary>Who is woken by what, and that nobody's failure or absence is another's.</summary>
public class RuleDispatchTests
{
    [Theory]
    [InlineData("Wanted();", 1)]
    [InlineData("Other();", 0)]
    [InlineData("Wanted(); Wanted();", 2)]
    [InlineData("new Named();", 1)]
    [InlineData("_ = (Colour)number;", 1)]
    [InlineData("_ = Colour.Red;", 1)]
    [InlineData("const Colour red = Colour.Red; _ = red;", 2)]
    [InlineData("_ = Owner.Shared;", 1)]
    [InlineData("Event += Other;", 1)]
    [InlineData("Property = number;", 1)]
    [InlineData("Property += number;", 1)]
    [InlineData("Text ??= \"\";", 1)]
    public async Task A_rule_sees_operations_with_its_names_and_sleeps_until_there_is_one(string statement, int seen)
    {
        var rule = new Recorder(["Wanted", "Named", "Colour", "Owner", "Event", "Property", "Text"]);

        await Run(statement, rule);

        Assert.Equal(seen > 0 ? 1 : 0, rule.Starts);
        Assert.Equal(seen, rule.Seen(operation => operation.Parent is not IAssignmentOperation { Target: var target } || target != operation));
    }

    [Fact]
    public async Task A_rule_that_two_names_of_an_operation_wake_sees_it_once()
    {
        var rule = new Recorder(["Shared", "Owner"]);

        await Run("_ = Owner.Shared;", rule);

        Assert.Equal(1, rule.Seen(_ => true));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_rule_that_fails_is_reported_and_keeps_no_other_from_its_turn(bool failsAtStart)
    {
        var failing = new Recorder(["Wanted"]) { FailsAtStart = failsAtStart, FailsAtOperations = !failsAtStart };
        var rule = new Recorder(["Wanted"]);

        var findings = await Run("Wanted();", failing, rule);

        Assert.Contains(findings, finding => finding.Id == "AD0001");
        Assert.Equal(1, rule.Seen(_ => true));
    }

    [Fact]
    public async Task A_nameless_rule_that_fails_keeps_no_rule_with_a_name_from_its_turn()
    {
        var rule = new Recorder(["Wanted"]);

        var findings = await Run("Wanted();", new Recorder(names: null) { FailsAtOperations = true }, rule);

        Assert.Contains(findings, finding => finding.Id == "AD0001");
        Assert.Equal(1, rule.Seen(_ => true));
    }

    [Fact]
    public async Task A_nameless_rule_that_fails_at_its_start_keeps_no_other_from_starting()
    {
        var rule = new Recorder(names: null);

        var findings = await Run("Wanted(); Other();", new Recorder(names: null) { FailsAtStart = true }, rule);

        Assert.Single(findings, finding => finding.Id == "AD0001");
        Assert.InRange(rule.Seen(_ => true), 1, 2);
    }

    [Theory]
    [InlineData(ReportDiagnostic.Suppress, 0)]
    [InlineData(ReportDiagnostic.Error, 1)]
    [InlineData(ReportDiagnostic.Default, 1)]
    public async Task A_rule_that_is_turned_off_does_not_run(ReportDiagnostic severity, int starts)
    {
        var rule = new Recorder(["Wanted"]);

        await Run("Wanted();", [rule], options => options.WithSpecificDiagnosticOptions([new(Recorder.Rule.Id, severity)]));

        Assert.Equal(starts, rule.Starts);
    }

    [Fact]
    public async Task A_rule_that_one_file_turns_on_runs()
    {
        var rule = new Recorder(["Wanted"]);

        await Run("Wanted();", [rule], options => options
            .WithSpecificDiagnosticOptions([])
            .WithSyntaxTreeOptionsProvider(new OnInFile("Program.cs")));

        Assert.Equal(1, rule.Starts);
    }

    /// <summary>A name that no line of code can have would let its rule sleep for ever.</summary>
    [Fact]
    public void Every_name_of_interest_is_a_name()
    {
        Assert.All(
            RuleAnalyzers.All.Where(analyzer => analyzer.NamesOfInterest(ApiCatalogue.BuiltIn) is not null),
            analyzer =>
            {
                var names = analyzer.NamesOfInterest(ApiCatalogue.BuiltIn)!.ToList();
                Assert.NotEmpty(names);
                Assert.All(names, name => Assert.True(name == WellKnownMemberNames.Indexer || SyntaxFacts.IsValidIdentifier(name), name));
            });
    }

    private static Task<ImmutableArray<Diagnostic>> Run(string statement, params ImmutableArray<RuleAnalyzer> rules) => Run(statement, rules, options => options);

    private static async Task<ImmutableArray<Diagnostic>> Run(
        string statement, ImmutableArray<RuleAnalyzer> rules, Func<CSharpCompilationOptions, CSharpCompilationOptions> configure)
    {
        var source = $$"""
            enum Colour { Red }
            class Named { }
            class Owner { public static int Shared { get; } }
            abstract class C
            {
                int number;
                event System.Action Event;
                int Property { get; set; }
                string Text { get; set; }
                protected abstract void Wanted();
                void Other() { }
                void Test() { {{statement}} }
            }
            """;
        var compilation = CSharpCompilation.Create(
            "Program",
            [CSharpSyntaxTree.ParseText(source, path: "Program.cs", cancellationToken: TestContext.Current.CancellationToken)],
            TestFrameworks.Net100,
            configure(new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)));
        return await compilation.WithAnalyzers([new SocketSecurityAnalyzer(rules)]).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Notes what it is shown.</summary>
    private sealed class Recorder(string[]? names) : RuleAnalyzer
    {
        private readonly List<IOperation> _seen = [];
        private int _starts;

        public static DiagnosticDescriptor Rule { get; } = Rules.WeakHash;

        public bool FailsAtStart { get; init; }

        public bool FailsAtOperations { get; init; }

        public int Starts => _starts;

        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rule];

        public override IEnumerable<string>? NamesOfInterest(ApiCatalogue catalogue) => names;

        public int Seen(Func<IOperation, bool> isCounted) => _seen.Count(isCounted);

        public override void AnalyzeCompilation(RuleContext context)
        {
            Interlocked.Increment(ref _starts);
            if (FailsAtStart)
            {
                throw new InvalidOperationException("on purpose");
            }

            context.RegisterOperationAction(
                operation =>
                {
                    if (FailsAtOperations)
                    {
                        throw new InvalidOperationException("on purpose");
                    }

                    lock (_seen)
                    {
                        _seen.Add(operation.Operation);
                    }
                },
                [.. OperationNames.Kinds]);
        }
    }

    private sealed class OnInFile(string path) : SyntaxTreeOptionsProvider
    {
        public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) => GeneratedKind.NotGenerated;

        public override bool TryGetDiagnosticValue(SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity)
        {
            severity = ReportDiagnostic.Warn;
            return tree.FilePath == path && diagnosticId == Recorder.Rule.Id;
        }

        public override bool TryGetGlobalDiagnosticValue(string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity)
        {
            severity = ReportDiagnostic.Suppress;
            return true;
        }
    }
}
