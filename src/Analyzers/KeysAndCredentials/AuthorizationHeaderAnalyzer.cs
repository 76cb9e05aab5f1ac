using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.Flow.Origins;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.KeysAndCredentials;

/// <summary>SOCK3004 where no parameter says that a password goes in: an Authorization header, and a <c>SecureString</c> filled from text.</summary>
public sealed class AuthorizationHeaderAnalyzer : RuleAnalyzer
{
    private const string SecureString = "System.Security.SecureString";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.HardCodedCredential];

    public override IEnumerable<string> NamesOfInterest(ApiCatalogue catalogue) => ["Add", "TryAddWithoutValidation", "Append", "Set", "AddHeader", "AppendChar", WellKnownMemberNames.Indexer];

    public override void AnalyzeCompilation(RuleContext context)
    {
        var origins = ValueOrigins.For(context.Compilation);
        var secure = context.Compilation.GetTypeByMetadataName(SecureString);
        context.RegisterOperationAction(
            operation =>
            {
                var call = (IInvocationOperation)operation.Operation;
                switch (call.TargetMethod.Name)
                {
                    case "Add" or "TryAddWithoutValidation" or "Append" or "Set" or "AddHeader" when call.Arguments is [.., var name, var value] && IsAuthorization(name.Value):
                        AnalyzeHeader(operation, value.Value, origins);
                        break;
                    case "AppendChar" when SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, secure):
                        AnalyzeCharacter(operation, call, origins);
                        break;
                }
            },
            OperationKind.Invocation);

        context.RegisterOperationAction(
            operation =>
            {
                var assignment = (ISimpleAssignmentOperation)operation.Operation;
                if (assignment.Target is IPropertyReferenceOperation { Property.IsIndexer: true, Arguments: [var name] } && IsAuthorization(name.Value))
                {
                    AnalyzeHeader(operation, assignment.Value, origins);
                }
            },
            OperationKind.SimpleAssignment);
    }

    private static bool IsAuthorization(IOperation name) => name.WithoutConversions() switch
    {
        { ConstantValue: { HasValue: true, Value: string text } } =>
            string.Equals(text, "Authorization", StringComparison.OrdinalIgnoreCase) || string.Equals(text, "Proxy-Authorization", StringComparison.OrdinalIgnoreCase),
        IMemberReferenceOperation { Member: { Name: "Authorization" or "ProxyAuthorization", ContainingType.Name: "HeaderNames" or "HttpRequestHeader" } } => true,
        _ => false,
    };

    private static void AnalyzeHeader(OperationAnalysisContext context, IOperation value, ValueOrigins origins)
    {
        var set = origins.Of(value, context.CancellationToken);
        if (SecretConstants.IsGivenTo(set) && !IsScheme(set))
        {
            Report(context, value, set, "the Authorization header");
        }
    }

    /// <summary>A scheme without credentials, or a value that begins a negotiation.</summary>
    private static bool IsScheme(OriginSet set) =>
        set.TryGetSingleConstant(out var constant) && constant is string text && text.Trim().IndexOf(' ') < 0 && text.Length < 16;

    /// <summary><c>foreach (var c in "text") secure.AppendChar(c)</c>, or its first character by hand.</summary>
    private static void AnalyzeCharacter(OperationAnalysisContext context, IInvocationOperation call, ValueOrigins origins)
    {
        if (call.Arguments is not [{ Value: var character }])
        {
            return;
        }

        var text = character.WithoutConversions() switch
        {
            ILocalReferenceOperation local => CollectionOf(local),
            IArrayElementReferenceOperation element => element.ArrayReference,
            IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } instance } => instance,
            _ => null,
        };
        if (text is not null && origins.Of(text, context.CancellationToken) is var set && SecretConstants.IsGivenTo(set))
        {
            Report(context, text, set, "SecureString");
        }
    }

    private static IOperation? CollectionOf(ILocalReferenceOperation local)
    {
        for (var parent = local.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IForEachLoopOperation loop && loop.Locals.Contains(local.Local, SymbolEqualityComparer.Default))
            {
                return loop.Collection;
            }
        }

        return null;
    }

    private static void Report(OperationAnalysisContext context, IOperation value, OriginSet set, string where) =>
        context.ReportDiagnostic(GuardedFinding.CreateWith(
            Placeholder.IsAll(set) ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning,
            properties: null,
            Rules.HardCodedCredential,
            context,
            value.WithoutConversions(),
            SecretConstants.PlacesOf(set, value),
            where));
}
