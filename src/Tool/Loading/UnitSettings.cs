using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using SocketSecurity.Analyzers.Configuration;

namespace SocketSecurity.Tool.Loading;

/// <summary>What holds for all units of a scan, however they are loaded.</summary>
/// <param name="Mode">The mode that was asked for; null leaves it to the project.</param>
/// <param name="Catalogues">Further API catalogues.</param>
/// <param name="Display">How a path is shown.</param>
internal sealed record UnitSettings(SecurityMode? Mode, ImmutableArray<AdditionalText> Catalogues, Func<string, string> Display);
