using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers;

/// <summary>What finds violations of one rule, or of a few that look at the same code; <see cref="SocketSecurityAnalyzer"/> runs them all.</summary>
public abstract class RuleAnalyzer
{
    /// <summary>The rules whose violations it reports, and no others.</summary>
    public abstract ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    /// <summary>
    /// The names without one of which no operation is a finding, as <see cref="Dispatch.OperationNames"/> has them. It sleeps until
    /// one occurs, so that code which does not use what the rule is about does not pay for it. Null for what wants to see
    /// operations that have no names, such as literals; it is there from the start.
    /// </summary>
    public virtual IEnumerable<string>? NamesOfInterest(ApiCatalogue catalogue) => null;

    /// <summary>Looks up the types the rules need, and registers callbacks only when they are there.</summary>
    public abstract void AnalyzeCompilation(RuleContext context);
}
