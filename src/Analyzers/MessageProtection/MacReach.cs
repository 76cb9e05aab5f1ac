using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;

namespace SocketSecurity.Analyzers.MessageProtection;

/// <summary>
/// Whether something authenticates what a member encrypts or decrypts: in the member itself, in members of its type that are
/// called together with it, or in another type that uses its type together with a MAC, as protocols do with their ciphers.
/// </summary>
/// <remarks>One instance serves one compilation. Members are connected by name, which can only make the rule more silent.</remarks>
internal sealed class MacReach
{
    private readonly ConcurrentDictionary<SyntaxNode, MemberGraph> _graphs = new();
    private ImmutableArray<MemberGraph> _graphsWithMac;

    /// <param name="context">The encrypting or decrypting operation.</param>
    /// <param name="encrypts">Its direction; null where it is not known.</param>
    public bool Authenticates(OperationAnalysisContext context, bool? encrypts)
    {
        var operation = context.Operation;
        if (operation.Syntax.FirstAncestorOrSelf<MemberDeclarationSyntax>(IsMember) is not { Parent: TypeDeclarationSyntax type } member)
        {
            return operation.Syntax.SyntaxTree.GetRoot().DescendantTokens().Any(MacNames.IsMac);
        }

        if (MacsInBody(operation) is { Count: > 0 } macs && encrypts is { } direction && AreAllOverPlaintext(macs, operation, direction))
        {
            return false;
        }

        if (GraphOf(type).IsTogetherWithMac(member))
        {
            return true;
        }

        return IsUsedWithMacElsewhere(context, context.ContainingSymbol.ContainingType);
    }

    private MemberGraph GraphOf(TypeDeclarationSyntax type) => _graphs.GetOrAdd(type, static node => new MemberGraph((TypeDeclarationSyntax)node));

    /// <summary>The calls in the body that compute a MAC, which say by their place what it is computed over.</summary>
    private static List<IOperation> MacsInBody(IOperation operation)
    {
        var found = new List<IOperation>();
        foreach (var other in operation.Body().DescendantsAndSelf())
        {
            if (other is IInvocationOperation { TargetMethod: { Name: "ComputeHash" or "HashData" or "TryHashData" or "TryComputeHash" or "HmacData" or "GetHashAndReset" or "TransformFinalBlock" } method } call
                && (method.Name == "HmacData" || IsMacType(call.Instance?.Type) || IsMacType(method.ContainingType)))
            {
                found.Add(call);
            }
        }

        return found;
    }

    private static bool IsMacType(ITypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type.Name is "KeyedHashAlgorithm" || type.Name.StartsWith("HMAC", StringComparison.Ordinal) || type.Name.StartsWith("Kmac", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Before encrypting there is only plaintext to authenticate, and after decrypting there is only plaintext left.</summary>
    private static bool AreAllOverPlaintext(List<IOperation> macs, IOperation operation, bool encrypts)
    {
        foreach (var mac in macs)
        {
            if (encrypts ? mac.Syntax.SpanStart > operation.Syntax.SpanStart : mac.Syntax.SpanStart < operation.Syntax.SpanStart)
            {
                return false;
            }
        }

        return true;
    }

    private bool IsUsedWithMacElsewhere(OperationAnalysisContext context, INamedTypeSymbol? type)
    {
        if (type is null)
        {
            return false;
        }

        if (_graphsWithMac.IsDefault)
        {
            ImmutableInterlocked.InterlockedInitialize(ref _graphsWithMac, FindGraphsWithMac(context.Compilation, context.CancellationToken));
        }

        var names = NamesOf(type);
        foreach (var graph in _graphsWithMac)
        {
            if (graph.Name != type.Name && graph.UsesTogetherWithMac(names))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The type and what its users may know it as: base types and interfaces of the same compilation.</summary>
    private static HashSet<string> NamesOf(INamedTypeSymbol type)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var current = type; current is { DeclaringSyntaxReferences.IsEmpty: false }; current = current.BaseType)
        {
            names.Add(current.Name);
        }

        foreach (var contract in type.AllInterfaces)
        {
            if (!contract.DeclaringSyntaxReferences.IsEmpty)
            {
                names.Add(contract.Name);
            }
        }

        return names;
    }

    private ImmutableArray<MemberGraph> FindGraphsWithMac(Compilation compilation, CancellationToken cancellationToken)
    {
        var found = ImmutableArray.CreateBuilder<MemberGraph>();
        foreach (var tree in compilation.SyntaxTrees)
        {
            if (tree.GetText(cancellationToken).ToString().IndexOf("mac", StringComparison.OrdinalIgnoreCase) < 0)
            {
                continue;
            }

            foreach (var node in tree.GetRoot(cancellationToken).DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax))
            {
                if (node is TypeDeclarationSyntax type && GraphOf(type) is { HasMac: true } graph)
                {
                    found.Add(graph);
                }
            }
        }

        return found.ToImmutable();
    }

    private static bool IsMember(MemberDeclarationSyntax member) => member is not BaseTypeDeclarationSyntax and not BaseNamespaceDeclarationSyntax and not GlobalStatementSyntax;
}
