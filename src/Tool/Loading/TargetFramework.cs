using System.Globalization;

namespace SocketSecurity.Tool.Loading;

/// <summary>The generations of .NET that have reference assemblies of their own here.</summary>
internal enum FrameworkKind
{
    /// <summary>.NET 5 and newer, .NET Core.</summary>
    Modern,

    /// <summary>.NET Standard: compiled against modern .NET, which has all of it.</summary>
    Standard,

    /// <summary>.NET Framework.</summary>
    Framework,
}

/// <summary>A target framework moniker such as <c>net10.0-windows</c>, <c>netstandard2.0</c> or <c>net472</c>.</summary>
internal sealed record TargetFramework(string Moniker, FrameworkKind Kind, Version Version)
{
    /// <summary>What sources without a project are compiled for.</summary>
    public static readonly TargetFramework Newest = new("net10.0", FrameworkKind.Modern, new Version(10, 0));

    private static readonly string[] NetFrameworkVersions =
        ["20", "35", "40", "45", "451", "452", "46", "461", "462", "47", "471", "472", "48", "481"];

    private static readonly Version[] NetCoreVersions =
        [new(1, 0), new(1, 1), new(2, 0), new(2, 1), new(2, 2), new(3, 0), new(3, 1)];

    private static readonly Version[] NetStandardVersions =
        [new(1, 0), new(1, 1), new(1, 2), new(1, 3), new(1, 4), new(1, 5), new(1, 6), new(2, 0), new(2, 1)];

    /// <summary>Null when the text is no moniker that is known here.</summary>
    public static TargetFramework? TryParse(string text)
    {
        var moniker = text.Trim().ToLowerInvariant();
        var name = moniker.Split('-')[0];
        if (name.StartsWith("netstandard", StringComparison.Ordinal))
        {
            return Dotted(FrameworkKind.Standard, name["netstandard".Length..]);
        }

        if (name.StartsWith("netcoreapp", StringComparison.Ordinal))
        {
            return Dotted(FrameworkKind.Modern, name["netcoreapp".Length..]);
        }

        if (!name.StartsWith("net", StringComparison.Ordinal))
        {
            return null;
        }

        var digits = name["net".Length..];
        return digits.Contains('.') ? Dotted(FrameworkKind.Modern, digits)
            // .NET Framework ends with 4.8.1, so the SDK reads "net6" and "net60" as .NET 6.0.
            : digits is [>= '5' and <= '9', ..] and { Length: 1 or 2 } ? Dotted(FrameworkKind.Modern, $"{digits[0]}.{(digits.Length == 1 ? '0' : digits[1])}")
            : Array.IndexOf(NetFrameworkVersions, digits) >= 0
                ? new TargetFramework(moniker, FrameworkKind.Framework, Version.Parse(string.Join('.', digits.ToCharArray())))
            : null;

        TargetFramework? Dotted(FrameworkKind kind, string version) =>
            Version.TryParse(version, out var parsed) ? new TargetFramework(moniker, kind, parsed) : null;
    }

    /// <summary>The moniker of a project file in the old format, which names a version such as <c>v4.7.2</c>.</summary>
    public static TargetFramework? TryParseFrameworkVersion(string text) =>
        TryParse("net" + text.Trim().TrimStart('v', 'V').Replace(".", "", StringComparison.Ordinal));

    /// <summary>The symbols that the SDK sets for the framework.</summary>
    public IEnumerable<string> Symbols()
    {
        switch (Kind)
        {
            case FrameworkKind.Framework:
                var own = string.Join("", Version.ToString().Split('.'));
                yield return "NETFRAMEWORK";
                yield return "NET" + own;
                foreach (var version in NetFrameworkVersions.TakeWhile(version => string.CompareOrdinal(version, own) <= 0))
                {
                    yield return $"NET{version}_OR_GREATER";
                }

                break;
            case FrameworkKind.Standard:
                yield return "NETSTANDARD";
                yield return "NETSTANDARD" + Underscored(Version);
                foreach (var version in NetStandardVersions.Where(version => version <= Version))
                {
                    yield return $"NETSTANDARD{Underscored(version)}_OR_GREATER";
                }

                break;
            default:
                yield return "NETCOREAPP";
                foreach (var version in NetCoreVersions.Where(version => version <= Version))
                {
                    yield return $"NETCOREAPP{Underscored(version)}_OR_GREATER";
                }

                if (Version.Major < 5)
                {
                    yield return "NETCOREAPP" + Underscored(Version);
                    break;
                }

                yield return "NET";
                yield return "NET" + Underscored(Version);
                for (var major = 5; major <= Version.Major; major++)
                {
                    yield return string.Create(CultureInfo.InvariantCulture, $"NET{major}_0_OR_GREATER");
                }

                break;
        }
    }

    private static string Underscored(Version version) =>
        string.Create(CultureInfo.InvariantCulture, $"{version.Major}_{Math.Max(0, version.Minor)}");
}
