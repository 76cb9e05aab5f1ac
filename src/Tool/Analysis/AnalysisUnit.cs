using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace SocketSecurity.Tool.Analysis;

/// <summary>Sources that are compiled together, in the flavours in which they are looked at.</summary>
/// <param name="Name">For progress and messages.</param>
/// <param name="Flavours">At least one; the first is the one others are derived from.</param>
/// <param name="IsProject">Whether a project file describes the unit.</param>
internal sealed record AnalysisUnit(string Name, ImmutableArray<Flavour> Flavours, bool IsProject);

/// <summary>One way of compiling a unit: a target framework with its symbols and references.</summary>
internal sealed record Flavour(CSharpCompilation Compilation, AnalyzerOptions Options);
