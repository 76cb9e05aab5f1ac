using Microsoft.CodeAnalysis.Diagnostics;

namespace SocketSecurity.Analyzers.Dispatch;

/// <summary>Hands an operation to the rules that are interested in its name.</summary>
internal sealed class NamedRules
{
    private readonly Dictionary<string, List<NamedRule>> _byName = new(StringComparer.Ordinal);

    public void Add(IEnumerable<string> names, NamedRule rule)
    {
        foreach (var name in names)
        {
            if (!_byName.TryGetValue(name, out var rules))
            {
                _byName.Add(name, rules = []);
            }

            if (!rules.Contains(rule))
            {
                rules.Add(rule);
            }
        }
    }

    public void See(OperationAnalysisContext context)
    {
        var (name, other) = OperationNames.Of(context.Operation);
        var rules = Find(name);
        if (rules is not null)
        {
            Turns.Each(rules, static (rule, context) => rule.See(context), context);
        }

        if (Find(other) is { } others)
        {
            Turns.Each(rules is null ? others : [.. others.Except(rules)], static (rule, context) => rule.See(context), context);
        }
    }

    public void See(OperationBlockAnalysisContext context)
    {
        if (Find(context.OwningSymbol.Name) is { } rules)
        {
            Turns.Each(rules, static (rule, context) => rule.See(context), context);
        }
    }

    private List<NamedRule>? Find(string? name) => name is not null && _byName.TryGetValue(name, out var rules) ? rules : null;
}
