using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketSecurity.Analyzers.CodeFixes.Listeners;

/// <summary>Where code mentions a variable, and whether it asks more of it than of any stream.</summary>
internal static class Mentions
{
    public static IEnumerable<IdentifierNameSyntax> Of(SyntaxNode node, ISymbol symbol, SemanticModel model) => node.DescendantNodes().OfType<IdentifierNameSyntax>()
        .Where(name => name.Identifier.ValueText == symbol.Name && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name).Symbol, symbol));

    public static int Count(SyntaxNode node, ISymbol symbol, SemanticModel model) => Of(node, symbol, model).Count();

    /// <summary>Whether everything that is done with the variable can be done with a <c>Stream</c>.</summary>
    public static bool AreOfStream(IEnumerable<SyntaxNode> nodes, ISymbol stream, SemanticModel model) =>
        nodes.SelectMany(node => Of(node, stream, model)).All(name => name.Parent switch
        {
            MemberAccessExpressionSyntax member when member.Expression == name => IsOfStream(model.GetSymbolInfo(member).Symbol),
            ArgumentSyntax => model.GetTypeInfo(name).ConvertedType is { Name: "Stream" },
            _ => false,
        });

    private static bool IsOfStream(ISymbol? member)
    {
        while (true)
        {
            switch (member)
            {
                case IMethodSymbol { OverriddenMethod: { } overridden }:
                    member = overridden;
                    break;
                case IPropertySymbol { OverriddenProperty: { } overridden }:
                    member = overridden;
                    break;
                default:
                    return member is IMethodSymbol or IPropertySymbol && member.ContainingType is { Name: "Stream" or "MarshalByRefObject" or "Object" };
            }
        }
    }
}
