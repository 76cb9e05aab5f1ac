using Microsoft.CodeAnalysis;

namespace SocketSecurity.Analyzers.Flow.Origins;

/// <summary>What members of the framework do to where a value comes from.</summary>
internal static class OriginApis
{
    /// <summary>Members whose results are of one kind, by type; <c>*</c> stands for all members of the type.</summary>
    private static readonly Dictionary<string, (ValueOriginKind Kind, string[] Members)> Sources = new(StringComparer.Ordinal)
    {
        ["System.Security.Cryptography.RandomNumberGenerator"] = (ValueOriginKind.CryptographicRandom, ["GetBytes", "GetInt32", "GetHexString", "GetString", "GetItems"]),
        ["System.Random"] = (ValueOriginKind.Predictable, ["*"]),
        ["System.Guid"] = (ValueOriginKind.Predictable, ["NewGuid", "CreateVersion7"]),
        ["System.DateTime"] = (ValueOriginKind.Predictable, ["Now", "UtcNow", "Today"]),
        ["System.DateTimeOffset"] = (ValueOriginKind.Predictable, ["Now", "UtcNow"]),
        ["System.TimeProvider"] = (ValueOriginKind.Predictable, ["GetUtcNow", "GetLocalNow", "GetTimestamp"]),
        ["System.Diagnostics.Stopwatch"] = (ValueOriginKind.Predictable, ["*"]),
        ["System.Environment"] = (ValueOriginKind.Predictable, ["TickCount", "TickCount64", "ProcessId", "CurrentManagedThreadId", "MachineName"]),
        ["System.IO.File"] = (ValueOriginKind.Configuration, ["ReadAllBytes", "ReadAllText", "ReadAllLines", "ReadAllBytesAsync", "ReadAllTextAsync"]),
        ["System.Configuration.ConfigurationManager"] = (ValueOriginKind.Configuration, ["*"]),
        ["Microsoft.Extensions.Configuration.IConfiguration"] = (ValueOriginKind.Configuration, ["*"]),
        ["Microsoft.Extensions.Configuration.ConfigurationBinder"] = (ValueOriginKind.Configuration, ["*"]),
        ["System.Net.Http.HttpContent"] = (ValueOriginKind.Network, ["ReadAsByteArrayAsync", "ReadAsStringAsync"]),
        ["System.Net.Http.HttpClient"] = (ValueOriginKind.Network, ["GetByteArrayAsync", "GetStringAsync"]),
        ["System.Net.WebClient"] = (ValueOriginKind.Network, ["DownloadData", "DownloadString"]),
        ["System.Net.Sockets.UdpClient"] = (ValueOriginKind.Network, ["Receive", "ReceiveAsync"]),
    };

    /// <summary>Members whose results hold nothing that their instance and arguments do not hold.</summary>
    private static readonly Dictionary<string, string[]> PassThrough = new(StringComparer.Ordinal)
    {
        ["System.Text.Encoding"] = ["GetBytes", "GetString", "GetChars"],
        ["System.Convert"] = ["FromBase64String", "FromHexString", "ToBase64String", "ToHexString", "ToHexStringLower", "ToByte", "ToInt32", "ToInt64", "ToString"],
        ["System.BitConverter"] = ["GetBytes", "ToString"],
        ["System.String"] = ["Concat", "Substring", "Trim", "TrimEnd", "TrimStart", "ToLowerInvariant", "ToUpperInvariant", "ToLower", "ToUpper", "PadLeft", "PadRight", "Replace", "ToCharArray", "Format", "Join", "Copy", "Split"],
        ["System.Text.StringBuilder"] = ["Append", "AppendFormat", "AppendLine", "AppendJoin", "Insert", "ToString"],
        ["System.Buffers.Text.Base64Url"] = ["EncodeToString", "DecodeFromChars"],
        ["Microsoft.AspNetCore.WebUtilities.WebEncoders"] = ["Base64UrlEncode", "Base64UrlDecode"],
        ["Microsoft.IdentityModel.Tokens.Base64UrlEncoder"] = ["Encode", "DecodeBytes"],
        ["System.Threading.Tasks.Task"] = ["ConfigureAwait", "Result", "FromResult"],
        ["System.Threading.Tasks.ValueTask"] = ["ConfigureAwait", "Result", "FromResult", "AsTask"],
        ["System.MemoryExtensions"] = ["AsSpan", "AsMemory", "Trim"],
        ["System.Span"] = ["Slice", "ToArray"],
        ["System.ReadOnlySpan"] = ["Slice", "ToArray"],
        ["System.Memory"] = ["Slice", "ToArray", "Span"],
        ["System.ReadOnlyMemory"] = ["Slice", "ToArray", "Span"],
        ["System.Linq.Enumerable"] = ["ToArray", "ToList", "Concat", "Take", "Skip", "Reverse", "Repeat", "Range", "AsEnumerable"],
        ["System.Collections.Generic.List"] = ["ToArray"],
        ["System.Array"] = ["Clone", "Empty"],
        ["System.Guid"] = ["ToByteArray", "ToString", "Parse"],
        ["System.DateTime"] = ["Ticks", "ToString", "ToBinary", "Millisecond", "ToFileTime", "ToFileTimeUtc"],
        ["System.DateTimeOffset"] = ["Ticks", "ToString", "ToUnixTimeSeconds", "ToUnixTimeMilliseconds"],
        ["System.Int32"] = ["ToString", "Parse"],
        ["System.Int64"] = ["ToString", "Parse"],
        ["System.Byte"] = ["ToString", "Parse"],
        ["System.Object"] = ["ToString"],
        ["System.Security.Cryptography.MD5"] = ["HashData", "ComputeHash"],
        ["System.Security.Cryptography.SHA1"] = ["HashData", "ComputeHash"],
        ["System.Security.Cryptography.SHA256"] = ["HashData", "ComputeHash"],
        ["System.Security.Cryptography.SHA384"] = ["HashData", "ComputeHash"],
        ["System.Security.Cryptography.SHA512"] = ["HashData", "ComputeHash"],
    };

    private static readonly HashSet<string> PassThroughConstructors = new(StringComparer.Ordinal)
    {
        "System.String", "System.Span", "System.ReadOnlySpan", "System.Memory", "System.ReadOnlyMemory", "System.ArraySegment", "System.Guid", "System.Collections.Generic.List", "System.Text.StringBuilder",
        "System.Threading.Tasks.ValueTask",
    };

    private static readonly HashSet<string> PassThroughTypes = new(PassThroughConstructors.Select(static name => name.Substring(name.LastIndexOf('.') + 1)), StringComparer.Ordinal);

    /// <summary>Parameters of framework methods that take key material in and write nothing back.</summary>
    private static readonly HashSet<string> ReadOnlyParameters = new(StringComparer.Ordinal)
    {
        "key", "rgbKey", "iv", "rgbIV", "rgbSalt", "nonce", "salt", "password", "secret", "ikm", "prk", "info", "source", "first", "second",
        "associatedData", "data", "rawData", "inArray", "left", "right", "value", "values", "bytes", "rgb", "signature", "hash",
    };

    public static ValueOriginKind? SourceKind(ISymbol member)
    {
        for (var type = member.ContainingType; type is not null; type = type.BaseType)
        {
            if (Sources.TryGetValue(NameOf(type), out var entry) && (entry.Members[0] == "*" || Array.IndexOf(entry.Members, member.Name) >= 0))
            {
                return entry.Kind;
            }
        }

        return member switch
        {
            { Name: "GetEnvironmentVariable", ContainingType: { Name: "Environment", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } } => ValueOriginKind.Configuration,
            IMethodSymbol { Name: "GetHashCode", Parameters.IsEmpty: true } => ValueOriginKind.Predictable,
            _ => null,
        };
    }

    public static bool IsPassThrough(ISymbol member)
    {
        return IsPassThrough(member, member.ContainingType);
    }

    /// <summary>As above for a call on an instance of this type; <c>ComputeHash</c> says something only about a hash without a key.</summary>
    public static bool IsPassThrough(ISymbol member, ITypeSymbol? instance)
    {
        for (var type = instance; type is not null; type = type.BaseType)
        {
            if (type is INamedTypeSymbol named && PassThrough.TryGetValue(NameOf(named), out var members) && Array.IndexOf(members, member.Name) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Encodings and hash functions say how their argument is turned into the result and hold nothing of it themselves.</summary>
    public static bool IsMereFunction(ITypeSymbol? type) =>
        type is not null && (type.Name.EndsWith("Encoding", StringComparison.Ordinal) || type.ContainingNamespace is { Name: "Cryptography" });

    public static bool IsPassThroughConstructor(INamedTypeSymbol type) => PassThroughConstructors.Contains(NameOf(type));

    /// <summary>Whether a type of this simple name can be one of those.</summary>
    public static bool MayPassThrough(string? type) => type is null || PassThroughTypes.Contains(type);

    /// <summary>What a method fills a buffer with; null when it only reads it, and unknown when that is not certain.</summary>
    public static ValueOriginKind? FillKind(IMethodSymbol method, IParameterSymbol parameter)
    {
        if (IsOnlyRead(parameter))
        {
            return null;
        }

        return NameOf(method.ContainingType) switch
        {
            "System.Security.Cryptography.RandomNumberGenerator" or "System.Security.Cryptography.RNGCryptoServiceProvider" => ValueOriginKind.CryptographicRandom,
            "System.Random" => ValueOriginKind.Predictable,
            "System.Net.Sockets.NetworkStream" or "System.Net.Sockets.Socket" or "System.Net.Security.SslStream" => ValueOriginKind.Network,
            "System.IO.Stream" when method.Name.StartsWith("Read", StringComparison.Ordinal) => ValueOriginKind.Unknown,
            var type when type.StartsWith("System.", StringComparison.Ordinal)
                && parameter.Type is not INamedTypeSymbol { Name: "Span" or "Memory" }
                && (ReadOnlyParameters.Contains(parameter.Name) || IsPassThrough(method))
                && method.Name is not ("Fill" or "Clear" or "CopyTo") => null,
            _ => ValueOriginKind.Unknown,
        };
    }

    /// <summary>Whether the parameter's type lets the method only read what it is given.</summary>
    public static bool IsOnlyRead(IParameterSymbol parameter) => parameter.RefKind is RefKind.In or RefKind.None && IsReadOnly(parameter.Type);

    private static bool IsReadOnly(ITypeSymbol type) => type is { SpecialType: SpecialType.System_String or SpecialType.System_Collections_Generic_IEnumerable_T }
        or INamedTypeSymbol { Name: "ReadOnlySpan" or "ReadOnlyMemory" or "IEnumerable" or "IReadOnlyList" or "IReadOnlyCollection" };

    private static string NameOf(INamedTypeSymbol? type) =>
        type is null ? "" : type.ContainingNamespace is { IsGlobalNamespace: false } space ? space.ToDisplayString() + "." + type.Name : type.Name;
}
