using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;

namespace SocketSecurity.Analyzers.PeerAuthentication;

/// <summary>Which certificate store an expression stands for, as far as the file shows it.</summary>
internal sealed class StoreOrigin
{
    private const int AuthRoot = 2;
    private const int Root = 6;
    private const int TrustedPeople = 7;
    private const int LocalMachine = 2;

    private StoreOrigin(SyntaxNode place, string? trustedName, string reach)
    {
        Place = place;
        TrustedName = trustedName;
        Reach = reach;
    }

    /// <summary>Where the store is named.</summary>
    public SyntaxNode Place { get; }

    /// <summary>The store's name when everything in it is trusted; null for other stores.</summary>
    public string? TrustedName { get; }

    /// <summary>Whom a certificate in the store is trusted by.</summary>
    public string Reach { get; }

    /// <summary>The stores the expression can be; none when they are not visible.</summary>
    public static IReadOnlyList<StoreOrigin> Of(IOperation store, CancellationToken cancellationToken)
    {
        if (SingleValue.Of(store) is not IObjectCreationOperation creation)
        {
            return [];
        }

        var name = creation.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "storeName")?.Value;
        var location = creation.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "storeLocation")?.Value;
        if (name is null)
        {
            return [];
        }

        return SingleValue.Of(name) is IParameterReferenceOperation parameter
            ? CallersInFile(parameter, location, cancellationToken)
            : [new StoreOrigin(name.Syntax, TrustedStore(name), ReachOf(location))];
    }

    /// <summary>A helper that takes the store's name: what the calls in the same file pass for it.</summary>
    private static IReadOnlyList<StoreOrigin> CallersInFile(IParameterReferenceOperation parameter, IOperation? location, CancellationToken cancellationToken)
    {
        if (parameter.SemanticModel is not { } model || parameter.Parameter.ContainingSymbol is not IMethodSymbol helper)
        {
            return [];
        }

        var origins = new List<StoreOrigin>();
        foreach (var node in parameter.Syntax.SyntaxTree.GetRoot(cancellationToken).DescendantNodes())
        {
            if (node is InvocationExpressionSyntax call
                && NameOf(call) == helper.Name
                && model.GetOperation(call, cancellationToken) is IInvocationOperation invocation
                && SymbolEqualityComparer.Default.Equals(invocation.TargetMethod.OriginalDefinition, helper)
                && invocation.ArgumentFor(parameter.Parameter.Name) is { } argument)
            {
                var place = location is not null && SingleValue.Of(location) is IParameterReferenceOperation locationParameter
                    ? invocation.ArgumentFor(locationParameter.Parameter.Name)?.Value
                    : location;
                origins.Add(new StoreOrigin(argument.Syntax, TrustedStore(argument.Value), ReachOf(place)));
            }
        }

        return origins;
    }

    private static string? NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
        _ => null,
    };

    private static string? TrustedStore(IOperation name)
    {
        SingleValue.TryGetConstant(name, out var constant);
        return constant switch
        {
            Root => "Root",
            AuthRoot => "AuthRoot",
            TrustedPeople => "TrustedPeople",
            string text when text.Equals("Root", StringComparison.OrdinalIgnoreCase) => "Root",
            string text when text.Equals("AuthRoot", StringComparison.OrdinalIgnoreCase) => "AuthRoot",
            string text when text.Equals("TrustedPeople", StringComparison.OrdinalIgnoreCase) => "TrustedPeople",
            _ => null,
        };
    }

    /// <summary>Without a location a store is the current user's.</summary>
    private static string ReachOf(IOperation? location) => location is null || !SingleValue.TryGetConstant(location, out var constant)
        ? (location is null ? "user account" : "account or machine")
        : constant is LocalMachine ? "machine" : "user account";
}
