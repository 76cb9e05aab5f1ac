using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;

namespace SocketSecurity.Analyzers.MessageProtection;

/// <summary>The object of a symmetric algorithm that a member is used on, and the mode it is in.</summary>
internal static class CipherObject
{
    private const int MaximumMentions = 100;

    /// <summary>The object whose property is set: written before the dot, or created by the initializer around the setting.</summary>
    public static IOperation? Of(IPropertyReferenceOperation property)
    {
        if (property.Instance is not IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver })
        {
            return property.Instance;
        }

        for (var parent = property.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IObjectOrCollectionInitializerOperation)
            {
                return parent.Parent;
            }
        }

        return null;
    }

    /// <summary>
    /// The mode by name: CBC where nothing sets one, and null where it is chosen at run time. Settings of a field's object
    /// anywhere in its type count.
    /// </summary>
    public static string? ModeOf(IOperation cipher, CipherApis apis, CancellationToken cancellationToken)
    {
        if (ObjectPath.Of(cipher) is not { } path)
        {
            return "CBC";
        }

        if (ObjectSettings.InBodyOf(cipher).Find(path, "Mode") is { } setting)
        {
            return NameOf(setting.Assignment.Value);
        }

        if (cipher.WithoutConversions() is not IFieldReferenceOperation { Field: { DeclaredAccessibility: Accessibility.Private } field }
            || apis.Origins.Models.MentionsOf(field, cipher, MaximumMentions, cancellationToken) is not { } mentions)
        {
            return path.Root is IParameterSymbol ? null : "CBC";
        }

        foreach (var mention in mentions)
        {
            if (mention.Parent is IPropertyReferenceOperation { Property.Name: "Mode", Parent: ISimpleAssignmentOperation { Target: var target } assignment } property && target == property)
            {
                return NameOf(assignment.Value);
            }

            if (mention.Parent is ISimpleAssignmentOperation { Value: var value } creation && creation.Target == mention && InitializedMode(value) is { } mode)
            {
                return NameOf(mode);
            }
        }

        return "CBC";
    }

    private static IOperation? InitializedMode(IOperation value)
    {
        foreach (var initializer in (value.WithoutConversions() as IObjectCreationOperation)?.Initializer?.Initializers ?? [])
        {
            if (initializer is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "Mode" } } assignment)
            {
                return assignment.Value;
            }
        }

        return null;
    }

    private static string? NameOf(IOperation mode) => SingleValue.TryGetConstant(mode, out var number) ? number switch
    {
        1 => "CBC",
        2 => "ECB",
        3 => "OFB",
        4 => "CFB",
        5 => "CTS",
        _ => null,
    } : null;
}
