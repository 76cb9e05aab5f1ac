using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketSecurity.Analyzers.CodeFixes.PeerAuthentication;

/// <summary>The names by which a rewritten validator refers to its parameters; discards and missing ones get a name.</summary>
internal sealed class ValidatorParameters
{
    private ValidatorParameters(string[] names) => Names = names;

    public string[] Names { get; }

    /// <summary>Some parameter had no name that can be used.</summary>
    public bool AreRenamed { get; private set; }

    public string? Sender { get; private set; }

    public string? Certificate { get; private set; }

    public string? Chain { get; private set; }

    public string? Errors { get; private set; }

    public string? Arguments { get; private set; }

    public static ValidatorParameters Of(ValidatorSite site)
    {
        var method = site.Method;
        var isAnonymous = site.Declaration is AnonymousFunctionExpressionSyntax;
        var result = new ValidatorParameters(new string[method.Parameters.Length]);
        var hasList = site.Declaration is not AnonymousMethodExpressionSyntax { ParameterList: null };

        foreach (var parameter in method.Parameters)
        {
            var role =
                SymbolEqualityComparer.Default.Equals(parameter, site.Signature.Errors) ? "errors"
                : SymbolEqualityComparer.Default.Equals(parameter, site.Signature.Arguments) ? "args"
                : site.Types.IsCertificate(parameter.Type) ? "certificate"
                : site.Types.IsChain(parameter.Type) ? "chain"
                : "sender";
            var usable = hasList && parameter.Name is not ("" or "_");
            var name = usable ? parameter.Name : Unused(role, site, result.Names, isAnonymous);
            result.AreRenamed |= !usable;
            result.Names[parameter.Ordinal] = name;
            result.Assign(role, name, parameter);
        }

        return result;
    }

    private void Assign(string role, string name, IParameterSymbol parameter)
    {
        switch (role)
        {
            case "errors":
                Errors = name;
                break;
            case "args":
                Arguments = name;
                break;
            case "certificate":
                Certificate ??= name;
                break;
            case "chain":
                Chain ??= name;
                break;
            case "sender" when parameter.Type.IsReferenceType:
                Sender ??= name;
                break;
        }
    }

    /// <summary>A name that nothing around the validator has, so that the rewritten code cannot hide or meet another variable.</summary>
    private static string Unused(string wish, ValidatorSite site, string[] taken, bool isAnonymous)
    {
        var position = site.Declaration.SpanStart;
        for (var i = 0; ; i++)
        {
            var name = i == 0 ? wish : wish + i;
            if (!taken.Contains(name) && (!isAnonymous || !site.Model.LookupSymbols(position, name: name).Any(symbol => symbol is ILocalSymbol or IParameterSymbol)))
            {
                return name;
            }
        }
    }
}
