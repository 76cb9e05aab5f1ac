using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;

namespace SocketSecurity.Analyzers.MessageProtection;

/// <summary>SOCK4001: a broken cipher is made. Where it only ever decrypts, old data is being read, and that is information.</summary>
internal sealed class BrokenCipher(CipherApis apis)
{
    /// <summary>A field that is mentioned more often than this is not followed.</summary>
    private const int MaximumMentions = 100;

    private enum Directions
    {
        None = 0,
        Encrypts = 1,
        Decrypts = 2,
        Unknown = 4,
    }

    public void Report(OperationAnalysisContext context, IMethodSymbol method, string cipher)
    {
        var guard = ProductionGuard.Of(context.Operation, context.Compilation, context.Options)
            ?? (DirectionsOf(context.Operation, context.CancellationToken) == Directions.Decrypts ? "it only decrypts here" : null);
        context.ReportDiagnostic(Diagnostic.Create(
            Rules.BrokenCipher,
            context.Operation.Syntax.GetLocation(),
            guard is null ? Rules.BrokenCipher.DefaultSeverity : DiagnosticSeverity.Info,
            additionalLocations: null,
            properties: null,
            CipherWording.Member(method),
            cipher,
            CipherName.WeaknessOf(cipher),
            guard is null ? "" : $"; {guard}"));
    }

    /// <summary>What is done with the cipher: followed from its creation to the variable that holds it, and to that variable's uses.</summary>
    private Directions DirectionsOf(IOperation made, CancellationToken cancellationToken)
    {
        var whole = made;
        while (true)
        {
            switch (whole.Parent)
            {
                case IConversionOperation or IParenthesizedOperation:
                    whole = whole.Parent;
                    continue;
                case IArgumentOperation { Parent: IObjectCreationOperation { Type: { } outer } wrapper } when CipherApis.IsBouncyCastle(outer):
                    whole = wrapper;
                    continue;
            }

            break;
        }

        return whole.Parent switch
        {
            IInvocationOperation call when call.Instance == whole => OfCall(call),
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => OfLocal(declarator.Symbol, made),
            ISimpleAssignmentOperation { Target: ILocalReferenceOperation local } => OfLocal(local.Local, made),
            ISimpleAssignmentOperation { Target: IFieldReferenceOperation { Field: { DeclaredAccessibility: Accessibility.Private } field } } => OfMember(field, made, cancellationToken),
            IFieldInitializerOperation { InitializedFields: [{ DeclaredAccessibility: Accessibility.Private } field] } => OfMember(field, made, cancellationToken),
            _ => Directions.Unknown,
        };
    }

    private static Directions OfLocal(ILocalSymbol local, IOperation made)
    {
        var found = Directions.None;
        foreach (var operation in made.Body().DescendantsAndSelf())
        {
            if (operation is ILocalReferenceOperation mention && SymbolEqualityComparer.Default.Equals(mention.Local, local))
            {
                found |= OfMention(mention);
            }
        }

        return found;
    }

    private Directions OfMember(IFieldSymbol field, IOperation made, CancellationToken cancellationToken)
    {
        if (apis.Origins.Models.MentionsOf(field, made, MaximumMentions, cancellationToken) is not { } mentions)
        {
            return Directions.Unknown;
        }

        var found = Directions.None;
        foreach (var mention in mentions)
        {
            found |= OfMention(mention);
        }

        return found;
    }

    private static Directions OfMention(IOperation mention)
    {
        var whole = mention.WithConversions();
        return whole.Parent switch
        {
            IInvocationOperation call when call.Instance == whole => OfCall(call),
            ISimpleAssignmentOperation assignment when assignment.Target == whole => Directions.None,
            IPropertyReferenceOperation or IUsingOperation or IUsingDeclarationOperation or IExpressionStatementOperation => Directions.None,
            IConditionalAccessOperation or IBinaryOperation or IIsPatternOperation => Directions.None,
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var alias } } => alias.Name.Length == 0 ? Directions.Unknown : OfLocal(alias, mention),
            _ => Directions.Unknown,
        };
    }

    private static Directions OfCall(IInvocationOperation call)
    {
        var name = call.TargetMethod.Name;
        if (name == "Init" && call.Arguments.Length > 0)
        {
            return call.Arguments[0].Value.ConstantValue is { HasValue: true, Value: bool encrypts }
                ? (encrypts ? Directions.Encrypts : Directions.Decrypts)
                : Directions.Unknown;
        }

        return name.IndexOf("Encrypt", StringComparison.Ordinal) >= 0 ? Directions.Encrypts
            : name.IndexOf("Decrypt", StringComparison.Ordinal) >= 0 ? Directions.Decrypts
            : Directions.None;
    }
}
