using Microsoft.CodeAnalysis;

namespace SocketSecurity.Analyzers.Flow.PolicyErrors;

/// <summary>Event arguments that carry policy errors, as several libraries hand them to their users' validators.</summary>
/// <param name="HasCertificate">They carry a certificate too.</param>
/// <param name="Decision">The one public switch a handler can set, or null when there is none or the choice is not clear.</param>
internal sealed record ArgumentsShape(bool HasCertificate, IPropertySymbol? Decision)
{
    public static ArgumentsShape? Of(INamedTypeSymbol type, PolicyErrorTypes types)
    {
        IPropertySymbol? decision = null;
        var switches = 0;
        var hasErrors = false;
        var hasCertificate = false;
        for (var level = type; level is not null && level.SpecialType == SpecialType.None; level = level.BaseType)
        {
            foreach (var member in level.GetMembers())
            {
                if (member is not IPropertySymbol { IsStatic: false } property)
                {
                    continue;
                }

                hasErrors |= types.IsPolicyErrors(property.Type);
                hasCertificate |= types.IsCertificate(property.Type);
                if (property is { Type.SpecialType: SpecialType.System_Boolean, SetMethod: { DeclaredAccessibility: Accessibility.Public, IsInitOnly: false } })
                {
                    switches++;
                    decision ??= property;
                }
            }
        }

        return hasErrors ? new ArgumentsShape(hasCertificate, switches == 1 ? decision : null) : null;
    }
}
