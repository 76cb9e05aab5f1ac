using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.HostileInput;

/// <summary>
/// SOCK6007: an <c>SslStream</c> whose last use before it is disposed is a write, without <c>ShutdownAsync</c>. Only streams that
/// the function makes, disposes and keeps to itself are judged; what others get, they may shut down.
/// </summary>
public sealed class TlsShutdownAnalyzer : RuleAnalyzer
{
    private static readonly HashSet<string> Writers = new(StringComparer.Ordinal) { "StreamWriter", "BinaryWriter", "BufferedStream" };
    private static readonly HashSet<string> Readers = new(StringComparer.Ordinal) { "StreamReader", "BinaryReader" };

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.TlsClosedWithoutShutdown];

    public override IEnumerable<string> NamesOfInterest(ApiCatalogue catalogue) => ["SslStream"];

    public override void AnalyzeCompilation(RuleContext context)
    {
        if (context.Compilation.GetTypeByMetadataName(CertificateTypes.SslStream) is { } stream && !stream.GetMembers("ShutdownAsync").IsEmpty)
        {
            context.RegisterOperationAction(operation => Analyze(operation, stream), OperationKind.ObjectCreation);
        }
    }

    private static void Analyze(OperationAnalysisContext context, INamedTypeSymbol stream)
    {
        var creation = (IObjectCreationOperation)context.Operation;
        if (SymbolEqualityComparer.Default.Equals(creation.Type, stream)
            && creation.WithConversions().Parent is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }
            && LastUse(declarator) is TlsUse.Write
            && !ProductionGuard.IsTestCode(creation.Syntax.SyntaxTree, context.Compilation, context.Options))
        {
            context.ReportDiagnostic(GuardedFinding.Create(Rules.TlsClosedWithoutShutdown, context, creation, additionalLocations: null));
        }
    }

    /// <summary>What the function does last with a stream that it makes and disposes; <see cref="TlsUse.Unknown"/> where that cannot be seen.</summary>
    private static TlsUse LastUse(IVariableDeclaratorOperation declarator)
    {
        var streams = new HashSet<ISymbol>(SymbolEqualityComparer.Default) { declarator.Symbol };
        var isDisposed = IsUsing(declarator);
        var last = TlsUse.None;
        foreach (var operation in declarator.Body().Descendants())
        {
            if (operation is not ILocalReferenceOperation reference || !streams.Contains(reference.Local))
            {
                continue;
            }

            var (use, wrapper) = UseOf(reference);
            if (wrapper is not null)
            {
                streams.Add(wrapper);
            }

            if (use == TlsUse.Dispose)
            {
                isDisposed = true;
            }
            else if (use is TlsUse.Unknown)
            {
                return use;
            }
            else if (use != TlsUse.None)
            {
                last = use;
            }
        }

        return isDisposed ? last : TlsUse.Unknown;
    }

    private static bool IsUsing(IOperation declarator)
    {
        for (var current = declarator.Parent; current is not null; current = current.Parent)
        {
            switch (current)
            {
                case IUsingOperation or IUsingDeclarationOperation:
                    return true;
                case IBlockOperation or IAnonymousFunctionOperation:
                    return false;
            }
        }

        return false;
    }

    private static (TlsUse Use, ILocalSymbol? Wrapper) UseOf(ILocalReferenceOperation reference)
    {
        var value = reference.WithConversions();
        if (value.Parent is IInvocationOperation call && call.Instance is { } instance && instance.WithoutConversions() == reference)
        {
            return (UseOf(call.TargetMethod.Name), null);
        }

        return value.Parent switch
        {
            IArgumentOperation { Parent: IObjectCreationOperation { Type: { } type } wrapping } when Writers.Contains(type.Name) || Readers.Contains(type.Name) =>
                wrapping.WithConversions().Parent is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation wrapper } ? (TlsUse.None, wrapper.Symbol) : (TlsUse.Unknown, null),
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "CopyTo" or "CopyToAsync", ContainingType.Name: "Stream" } } } => (TlsUse.Write, null),
            IPropertyReferenceOperation or IEventReferenceOperation or IIsPatternOperation or IBinaryOperation => (TlsUse.None, null),
            ISimpleAssignmentOperation { Target: var target } when target == value => (TlsUse.Unknown, null),
            IUsingOperation => (TlsUse.Dispose, null),
            _ => (TlsUse.Unknown, null),
        };
    }

    private static TlsUse UseOf(string method) => method switch
    {
        "Dispose" or "DisposeAsync" or "Close" => TlsUse.Dispose,
        "ShutdownAsync" => TlsUse.Unknown,
        _ when method.StartsWith("Write", StringComparison.Ordinal) => TlsUse.Write,
        _ when method.StartsWith("Read", StringComparison.Ordinal) || method.StartsWith("CopyTo", StringComparison.Ordinal) => TlsUse.Read,
        _ => TlsUse.None,
    };

    private enum TlsUse
    {
        None,
        Read,
        Write,
        Dispose,
        Unknown,
    }
}
