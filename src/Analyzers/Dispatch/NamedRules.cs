using Microsoft.CodeAnalysis.Diagnostics;

namespace SocketSecurity.Analyzers.Dispatch;

/// <summary>Hands an operation to the rules that are interested in its name.</summary>
internal sealed class NamedRules
{
    private readonly Dictionary<string, NamedRule[]> _byName = new(StringComparer.Ordinal);

    public void Add(IEnumerable<string> names, NamedRule rule)
    {
        foreach (var name in names)
        {
            _byName[name] = [.. Find(name).Union([rule])];
        }
    }

    public void See(OperationAnalysisContext context)
    {
        var (name, other) = OperationNames.Of(context.Operation);
        var rules = Find(name);
        var others = Find(other);
        Turns.Each(
            rules.Length == 0 ? others : others.Length == 0 ? rules : [.. rules.Union(others)], static (rule, context) => rule.See(context), context);
    }

    public void See(OperationBlockAnalysisContext context) =>
        Turns.Each(Find(context.OwningSymbol.Name), static (rule, context) => rule.See(context), context);

    private NamedRule[] Find(string? name) => name is not null && _byName.TryGetValue(name, out var rules) ? rules : [];
}
