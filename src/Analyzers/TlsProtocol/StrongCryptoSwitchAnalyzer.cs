using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.TlsProtocol;

/// <summary>
/// SOCK2007: compatibility switches that weaken the whole process, set in code or in a configuration file of the project.
/// The API catalogue says which switches those are and which value is the weak one.
/// </summary>
public sealed class StrongCryptoSwitchAnalyzer : RuleAnalyzer
{
    /// <summary>Property of a finding in code: the source text of the safe value.</summary>
    public const string SafeValue = "SafeValue";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.StrongCryptoDisabled];

    public override void AnalyzeCompilation(RuleContext context)
    {
        var switches = new Dictionary<string, ApiEntry>(StringComparer.Ordinal);
        foreach (var entry in ApiCatalogue.For(context.Options, context.CancellationToken).Entries(ApiRole.AppContextSwitch))
        {
            switches[entry.Member] = entry;
        }

        context.RegisterAdditionalFileAction(file => AnalyzeFile(file, switches));

        context.RegisterOperationAction(
            ["SetSwitch", "SetData"],
            operation =>
            {
                if (operation.Operation is IInvocationOperation
                    {
                        TargetMethod.ContainingType: { Name: "AppContext" or "AppDomain", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } },
                        Arguments.Length: >= 2,
                    } call)
                {
                    AnalyzeCall(operation, call, switches);
                }
            },
            OperationKind.Invocation);
    }

    private static void AnalyzeCall(OperationAnalysisContext context, IInvocationOperation call, Dictionary<string, ApiEntry> switches)
    {
        // Named arguments may stand in any order; the parameters do not.
        IOperation? name = null;
        IOperation? value = null;
        foreach (var argument in call.Arguments)
        {
            switch (argument.Parameter?.Ordinal)
            {
                case 0:
                    name = argument.Value;
                    break;
                case 1:
                    value = argument.Value;
                    break;
            }
        }

        if (name is null
            || value is null
            || !SingleValue.TryGetConstant(name, out var constant)
            || constant is not string text
            || !switches.TryGetValue(text, out var entry)
            || !SingleValue.TryGetConstant(value, out var set)
            || !IsWeak(set, call.TargetMethod, entry))
        {
            return;
        }

        var safe = string.Equals(entry.Arguments[0], "true", StringComparison.OrdinalIgnoreCase) ? "false" : "true";
        context.ReportDiagnostic(Diagnostic.Create(
            Rules.StrongCryptoDisabled,
            value.Syntax.GetLocation(),
            additionalLocations: null,
            properties: ImmutableDictionary<string, string?>.Empty.Add(SafeValue, set is string ? $"\"{safe}\"" : safe),
            text,
            entry.Arguments[0],
            entry.Words(from: 1)));
    }

    /// <summary>A switch that is set as data is only read when the data is text.</summary>
    private static bool IsWeak(object? set, IMethodSymbol method, ApiEntry entry) => set switch
    {
        bool value when method.Name == "SetSwitch" => IsWeak(value ? "true" : "false", entry),
        string value when method.Name == "SetData" => IsWeak(value, entry),
        _ => false,
    };

    private static bool IsWeak(string value, ApiEntry entry) => string.Equals(value.Trim(), entry.Arguments[0], StringComparison.OrdinalIgnoreCase);

    private static void AnalyzeFile(AdditionalFileAnalysisContext context, Dictionary<string, ApiEntry> switches)
    {
        var path = context.AdditionalFile.Path;
        if (!ConfiguredSwitches.MayBeIn(path) || context.AdditionalFile.GetText(context.CancellationToken) is not { } text)
        {
            return;
        }

        foreach (var (name, value, span) in ConfiguredSwitches.Read(path, text.ToString()))
        {
            if (switches.TryGetValue(name, out var entry) && IsWeak(value, entry))
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    Rules.StrongCryptoDisabled,
                    Location.Create(path, span, text.Lines.GetLinePositionSpan(span)),
                    name,
                    entry.Arguments[0],
                    entry.Words(from: 1)));
            }
        }
    }
}
