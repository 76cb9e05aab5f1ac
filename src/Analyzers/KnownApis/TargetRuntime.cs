using Microsoft.CodeAnalysis;

namespace SocketSecurity.Analyzers.KnownApis;

/// <summary>
/// The .NET generation that a compilation is built for, read from its core library, so that it is known for loose files too.
/// Defaults of the framework's APIs changed between generations.
/// </summary>
internal static class TargetRuntime
{
    /// <summary>The first version whose handlers check revocation unless told otherwise.</summary>
    public const int HandlersCheckRevocation = 10;

    /// <summary>The first version whose servers do not download certificates for clients without a chain policy.</summary>
    public const int ServersDoNotDownload = 11;

    /// <summary>5 and above for .NET; 0 for .NET Framework, .NET Core and .NET Standard, whose defaults are the oldest ones.</summary>
    public static int MajorVersion(Compilation compilation)
    {
        var core = compilation.GetSpecialType(SpecialType.System_Object).ContainingAssembly;
        return core?.Name is "System.Runtime" or "System.Private.CoreLib" && core.Identity.Version.Major >= 5 ? core.Identity.Version.Major : 0;
    }
}
