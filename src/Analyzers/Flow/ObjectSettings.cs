using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketSecurity.Analyzers.Flow;

/// <summary>
/// Every property that one body sets on objects it can name, in source order. It does not follow control flow: it answers
/// "is this set anywhere here" and "is this set again later", which is what rules about options objects ask. Where a variable
/// holds more than one object, see <see cref="IsAmbiguous"/>.
/// </summary>
internal sealed class ObjectSettings
{
    private readonly IOperation _body;
    private readonly List<PropertySetting> _settings = [];

    private ObjectSettings(IOperation body) => _body = body;

    /// <summary>The settings in the body that the operation is part of, those in its lambdas and local functions included.</summary>
    public static ObjectSettings InBodyOf(IOperation operation)
    {
        var settings = new ObjectSettings(operation.Body());
        foreach (var descendant in settings._body.DescendantsAndSelf())
        {
            if (descendant is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation target } assignment
                && ObjectPath.Of(target.Instance) is { } owner)
            {
                settings._settings.Add(new PropertySetting(owner, target.Property, assignment));
            }
        }

        return settings;
    }

    /// <summary>The last setting of the property in source order; null when the body does not set it.</summary>
    public PropertySetting? Find(ObjectPath target, string property)
    {
        for (var i = _settings.Count - 1; i >= 0; i--)
        {
            if (_settings[i].Property.Name == property && _settings[i].Object.Equals(target))
            {
                return _settings[i];
            }
        }

        return null;
    }

    /// <summary>The next setting of the same property of the same object after this one in source order.</summary>
    public PropertySetting? Next(ISimpleAssignmentOperation assignment)
    {
        if (assignment.Target is not IPropertyReferenceOperation target || ObjectPath.Of(target.Instance) is not { } owner)
        {
            return null;
        }

        foreach (var setting in _settings)
        {
            if (setting.Assignment.Syntax.SpanStart > assignment.Syntax.SpanStart
                && SymbolEqualityComparer.Default.Equals(setting.Property, target.Property)
                && setting.Object.Equals(owner))
            {
                return setting;
            }
        }

        return null;
    }

    /// <summary>Whether the value is replaced before anyone can use it: a later assignment stands in a block around this one.</summary>
    public bool IsAlwaysOverwritten(ISimpleAssignmentOperation assignment)
    {
        for (var next = Next(assignment); next is { } setting; next = Next(setting.Assignment))
        {
            if (setting.Assignment.Parent is IExpressionStatementOperation { Parent: { } block } && assignment.IsInside(block))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the path's variable gets more than one object in this body, so that its settings cannot be told apart.</summary>
    public bool IsAmbiguous(ObjectPath target)
    {
        if (target.Root is not ILocalSymbol)
        {
            return false;
        }

        var objects = 0;
        foreach (var descendant in _body.DescendantsAndSelf())
        {
            objects += descendant switch
            {
                IVariableDeclaratorOperation { Initializer: not null } declarator when IsRoot(declarator.Symbol) => 1,
                ISimpleAssignmentOperation { Target: ILocalReferenceOperation local } when IsRoot(local.Local) => 1,
                _ => 0,
            };
        }

        return objects > 1;

        bool IsRoot(ILocalSymbol local) => SymbolEqualityComparer.Default.Equals(local, target.Root);
    }
}
