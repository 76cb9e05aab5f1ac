using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.Flow.Origins;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.MessageProtection;

/// <summary>What is known about the members that make and use ciphers in one compilation.</summary>
internal sealed class CipherApis
{
    public const string SymmetricAlgorithmType = "System.Security.Cryptography.SymmetricAlgorithm";

    private const string Named = "named";

    private static readonly Dictionary<string, CipherUse> Uses = new(StringComparer.Ordinal)
    {
        ["CreateEncryptor"] = new("encrypts", Mode: null),
        ["CreateDecryptor"] = new("decrypts", Mode: null),
        ["EncryptCbc"] = new("encrypts", "CBC"),
        ["DecryptCbc"] = new("decrypts", "CBC"),
        ["EncryptCfb"] = new("encrypts", "CFB"),
        ["DecryptCfb"] = new("decrypts", "CFB"),
        ["EncryptEcb"] = new("encrypts", "ECB"),
        ["DecryptEcb"] = new("decrypts", "ECB"),
        ["TryEncryptCbc"] = new("encrypts", "CBC"),
        ["TryDecryptCbc"] = new("decrypts", "CBC"),
        ["TryEncryptCfb"] = new("encrypts", "CFB"),
        ["TryDecryptCfb"] = new("decrypts", "CFB"),
        ["TryEncryptEcb"] = new("encrypts", "ECB"),
        ["TryDecryptEcb"] = new("decrypts", "ECB"),
    };

    /// <summary>The members of the framework's algorithms that use a cipher.</summary>
    public static IEnumerable<string> UseNames => Uses.Keys;

    private readonly ApiCatalogue _catalogue;
    private readonly INamedTypeSymbol? _symmetricAlgorithm;
    private readonly HashSet<string> _factoryTypes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _factoryMembers = new(StringComparer.Ordinal);

    private CipherApis(Compilation compilation, ApiCatalogue catalogue, INamedTypeSymbol? symmetricAlgorithm)
    {
        _catalogue = catalogue;
        _symmetricAlgorithm = symmetricAlgorithm;
        Origins = ValueOrigins.For(compilation);
        foreach (var role in new[] { ApiRole.CipherFactory, ApiRole.CipherMode })
        {
            foreach (var entry in catalogue.Entries(role))
            {
                _factoryTypes.Add(entry.TypeName);
                _factoryMembers.Add(entry.SimpleName);
            }
        }
    }

    public ValueOrigins Origins { get; }

    /// <summary>Null where nothing is referenced that could encrypt.</summary>
    public static CipherApis? Find(Compilation compilation, ApiCatalogue catalogue)
    {
        var symmetricAlgorithm = compilation.GetTypeByMetadataName(SymmetricAlgorithmType);
        return symmetricAlgorithm is not null || compilation.GetTypeByMetadataName("Org.BouncyCastle.Crypto.IBlockCipher") is not null
            ? new CipherApis(compilation, catalogue, symmetricAlgorithm)
            : null;
    }

    /// <summary>Whether the member could have a line of the catalogue; cheap, and true for few members.</summary>
    public bool IsFactory(IMethodSymbol method) =>
        _factoryMembers.Contains(method.Name) && _factoryTypes.Contains(method.ContainingType.Name);

    /// <summary>What a factory makes; null when that is no weakness, or is decided at run time.</summary>
    public CipherMade? MadeBy(IMethodSymbol method, ImmutableArray<IArgumentOperation> arguments, CancellationToken cancellationToken)
    {
        if (_catalogue.TryGet(method, ApiRole.CipherMode, out var mode))
        {
            return new CipherMade(BrokenCipher: null, mode.Arguments[0]);
        }

        if (!_catalogue.TryGet(method, ApiRole.CipherFactory, out var factory))
        {
            return null;
        }

        if (factory.Arguments[0] != Named)
        {
            return new CipherMade(factory.Arguments[0], Mode: null);
        }

        var isBouncyCastle = method.ContainingType.Name == "CipherUtilities";
        foreach (var argument in arguments)
        {
            if (argument.Parameter?.Type.SpecialType != SpecialType.System_String)
            {
                continue;
            }

            foreach (var origin in Origins.Of(argument.Value, cancellationToken).Origins)
            {
                if (origin.Constant is { HasValue: true, Value: string name })
                {
                    var made = new CipherMade(CipherName.BrokenCipher(name), isBouncyCastle ? CipherName.Mode(name) : null);
                    if (made.BrokenCipher is not null || made.Mode is not null)
                    {
                        return made;
                    }
                }
            }

            return null;
        }

        return null;
    }

    /// <summary>How the member uses a cipher; null for all members that do not.</summary>
    public CipherUse? UseOf(IMethodSymbol method) =>
        Uses.TryGetValue(method.Name, out var use) && IsSymmetricAlgorithm(method.ContainingType) ? use : null;

    public bool IsSymmetricAlgorithm(ITypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(type, _symmetricAlgorithm))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the cipher object is of a broken cipher, which is reported where it is made.</summary>
    public bool IsBroken(IOperation cipher, CancellationToken cancellationToken)
    {
        if (IsBrokenType(cipher.WithoutConversions().Type))
        {
            return true;
        }

        foreach (var origin in Origins.Of(cipher, cancellationToken).Origins)
        {
            var source = origin.Operation.WithoutConversions();
            if (IsBrokenType(source.Type)
                || (source is IInvocationOperation call && IsFactory(call.TargetMethod) && MadeBy(call.TargetMethod, call.Arguments, cancellationToken)?.BrokenCipher is not null))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A mode around a broken engine; the engine is the finding.</summary>
    public bool IsMadeOfBroken(IOperation made, CancellationToken cancellationToken)
    {
        foreach (var argument in (made as IObjectCreationOperation)?.Arguments ?? [])
        {
            if (SingleValue.Of(argument.Value) is IObjectCreationOperation { Constructor: { } constructor } engine
                && MadeBy(constructor, engine.Arguments, cancellationToken)?.BrokenCipher is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>BouncyCastle's buffered ciphers work in ECB when they are given an engine without a mode.</summary>
    public static bool IsBufferedCipher(ITypeSymbol type) =>
        type.Name is "BufferedBlockCipher" or "PaddedBufferedBlockCipher" && IsBouncyCastle(type);

    public static bool IsBouncyCastle(ITypeSymbol type)
    {
        for (var space = type.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
        {
            if (space is { Name: "Org", ContainingNamespace.IsGlobalNamespace: true })
            {
                return true;
            }
        }

        return false;
    }

    private bool IsBrokenType(ITypeSymbol? type)
    {
        for (; type is not null && !SymbolEqualityComparer.Default.Equals(type, _symmetricAlgorithm); type = type.BaseType)
        {
            if (type.Name is "DES" or "TripleDES" or "RC2" && IsSymmetricAlgorithm(type))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>What a factory makes.</summary>
/// <param name="BrokenCipher">The broken cipher; null for every other cipher.</param>
/// <param name="Mode">The mode, where the factory decides it.</param>
internal sealed record CipherMade(string? BrokenCipher, string? Mode);

/// <summary>How a member uses a cipher.</summary>
/// <param name="Verb">What it does, for messages.</param>
/// <param name="Mode">The mode, where the member's name says it; null where the object's mode holds.</param>
internal sealed record CipherUse(string Verb, string? Mode)
{
    public bool Encrypts => Verb == "encrypts";
}
