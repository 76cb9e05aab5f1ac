using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace SocketSecurity.Analyzers.Flow.PolicyErrors;

/// <summary>
/// How a method that decides about a peer's certificate gets the policy errors and gives its decision. Recognised by its
/// parameters, never by its name or by the property it ends up in, because the delegate may travel anywhere.
/// </summary>
internal sealed class ValidatorSignature
{
    private ValidatorSignature(IParameterSymbol? errors, IParameterSymbol? arguments, IPropertySymbol? decision, bool hasCertificate)
    {
        Errors = errors;
        Arguments = arguments;
        Decision = decision;
        HasCertificate = hasCertificate;
    }

    /// <summary>The parameter of type <c>SslPolicyErrors</c>, or null when they are a property of <see cref="Arguments"/>.</summary>
    public IParameterSymbol? Errors { get; }

    /// <summary>The event-args parameter that carries certificate and errors.</summary>
    public IParameterSymbol? Arguments { get; }

    /// <summary>The property of <see cref="Arguments"/> through which a handler accepts, or null when the result decides.</summary>
    public IPropertySymbol? Decision { get; }

    /// <summary>A certificate is handed over together with the errors: the method judges a peer, it does not just describe errors.</summary>
    public bool HasCertificate { get; }

    /// <summary>The signature of every framework callback, so that the meaning of true is beyond doubt.</summary>
    public bool IsFrameworkShape { get; private init; }

    public static ValidatorSignature? Of(IMethodSymbol method, PolicyErrorTypes types)
    {
        if (method.Parameters.IsEmpty)
        {
            return null;
        }

        var verdict = types.IsVerdict(method.ReturnType);
        if (!verdict && !types.IsVoidLike(method.ReturnType))
        {
            return null;
        }

        IParameterSymbol? errors = null;
        var certificates = 0;
        var others = 0;
        foreach (var parameter in method.Parameters)
        {
            if (types.IsPolicyErrors(parameter.Type))
            {
                errors ??= parameter;
            }
            else if (types.IsCertificate(parameter.Type) || types.IsChain(parameter.Type))
            {
                certificates++;
            }
            else
            {
                others++;
            }
        }

        if (errors is not null)
        {
            return verdict
                ? new ValidatorSignature(errors, null, null, certificates > 0) { IsFrameworkShape = certificates == 2 && others <= 1 }
                : null;
        }

        return FromArguments(method.Parameters, verdict, types);
    }

    /// <summary>
    /// The signature of a validator that gets no policy errors. Its only input is the certificate, or event arguments whose
    /// property of this name decides.
    /// </summary>
    public static ValidatorSignature? OfCatalogue(IMethodSymbol method, string? decision)
    {
        if (decision is null)
        {
            return new ValidatorSignature(null, null, null, hasCertificate: true);
        }

        foreach (var parameter in method.Parameters)
        {
            foreach (var member in parameter.Type.GetMembers(decision))
            {
                if (member is IPropertySymbol property)
                {
                    return new ValidatorSignature(null, parameter, property, hasCertificate: true) { AcceptsUnlessTold = true };
                }
            }
        }

        return null;
    }

    /// <summary>A handler that leaves the decision alone accepts.</summary>
    public bool AcceptsUnlessTold { get; private init; }

    private static ValidatorSignature? FromArguments(ImmutableArray<IParameterSymbol> parameters, bool verdict, PolicyErrorTypes types)
    {
        foreach (var parameter in parameters)
        {
            if (parameter.Type is not INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct or TypeKind.Interface, SpecialType: SpecialType.None } type
                || types.ArgumentsShapeOf(type) is not { } shape)
            {
                continue;
            }

            return verdict
                ? new ValidatorSignature(null, parameter, null, shape.HasCertificate)
                : shape.Decision is null ? null : new ValidatorSignature(null, parameter, shape.Decision, shape.HasCertificate);
        }

        return null;
    }
}
