using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SocketSecurity.Analyzers.MessageProtection;

/// <summary>
/// What MD5 and SHA-1 are still right for: protocols that demand them, and hashes that only tell things apart. Nothing is ever
/// reported because of a name; here names, and the words that protocols are recognised by, only keep the rule quiet.
/// </summary>
internal static class AcceptedHashUse
{
    /// <summary>Parts of names, without regard to case.</summary>
    private static readonly string[] Names =
    [
        "websocket", "hybi", "handshakekey", "scram", "crammd5", "cram_md5", "digestmd5", "digest_md5", "digestauth", "httpdigest", "ntlm", "stun",
        "oauth", "apop", "sasl", "nativepassword", "mysql", "postgres", "npgsql", "etag", "cache", "checksum", "contentmd5", "dedup", "uuid", "guid",
        "namebased", "gravatar", "thumbprint", "bucket", "shard", "partition", "hashcode", "hashring", "consistenthash", "torrent", "gitobject",
    ];

    /// <summary>Texts that stand in the code of such a protocol.</summary>
    private static readonly string[] Texts =
    [
        "258EAFA5-E914-47DA-95CA-C5AB0DC85B11", "Sec-WebSocket-", "SCRAM-SHA", "CRAM-MD5", "DIGEST-MD5", "NTLMSSP", "HMAC-SHA1", "mysql_native_password",
        "APOP", "cnonce", "If-None-Match", "ETag", "Content-MD5", "BitTorrent protocol",
    ];

    /// <summary>Methods that make a number of a hash, which then chooses among a few places.</summary>
    private static readonly HashSet<string> NumberMethods = new(StringComparer.Ordinal)
    {
        "ToInt16", "ToInt32", "ToInt64", "ToUInt16", "ToUInt32", "ToUInt64", "ReadInt32LittleEndian", "ReadInt32BigEndian", "ReadUInt32LittleEndian",
        "ReadUInt32BigEndian", "ReadInt64LittleEndian", "ReadInt64BigEndian", "ReadUInt64LittleEndian", "ReadUInt64BigEndian",
    };

    public static bool IsAt(IOperation hash) => IsNamedSo(hash.Syntax) || SaysSo(hash.Syntax) || BecomesIdentifier(hash);

    private static bool IsNamedSo(SyntaxNode place)
    {
        for (var node = place; node is not null; node = node.Parent)
        {
            var name = node switch
            {
                VariableDeclaratorSyntax variable => variable.Identifier.ValueText,
                AssignmentExpressionSyntax { Left: var target } => target.ToString(),
                MethodDeclarationSyntax method => method.Identifier.ValueText,
                LocalFunctionStatementSyntax function => function.Identifier.ValueText,
                PropertyDeclarationSyntax property => property.Identifier.ValueText,
                BaseTypeDeclarationSyntax type => type.Identifier.ValueText,
                BaseNamespaceDeclarationSyntax space => space.Name.ToString(),
                _ => null,
            };
            if (name is not null && ContainsAny(name, Names, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The type that computes the hash, not only the method: a protocol's hash is often a method of its own.</summary>
    private static bool SaysSo(SyntaxNode place)
    {
        var type = place.FirstAncestorOrSelf<TypeDeclarationSyntax>() ?? place.SyntaxTree.GetRoot();
        foreach (var token in type.DescendantTokens())
        {
            switch (token.Kind())
            {
                case SyntaxKind.StringLiteralToken or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.Utf8StringLiteralToken or SyntaxKind.InterpolatedStringTextToken:
                    if (ContainsAny(token.ValueText, Texts, StringComparison.Ordinal))
                    {
                        return true;
                    }

                    break;
                case SyntaxKind.NumericLiteralToken when token.Value is 0x2112A442 or 0x2112A442u or 0x2112A442L:
                    return true;
                case SyntaxKind.IdentifierToken when token.ValueText is "ETag" or "IfNoneMatch" or "ContentMD5" or "EntityTagHeaderValue":
                    return true;
            }
        }

        return false;
    }

    /// <summary>A GUID of a name, or a number that chooses a place.</summary>
    private static bool BecomesIdentifier(IOperation hash)
    {
        foreach (var operation in (hash.EnclosingBlock() ?? hash).Descendants())
        {
            switch (operation)
            {
                case IObjectCreationOperation { Type.Name: "Guid", Arguments.Length: 1 or 2 }:
                case IInvocationOperation { TargetMethod: { Name: var name, ContainingType.Name: "BitConverter" or "BinaryPrimitives" } } when NumberMethods.Contains(name):
                    return true;
                case IMemberReferenceOperation { Member.Name: "RawData" } or IInvocationOperation { TargetMethod.Name: "GetRawCertData" or "ExportSubjectPublicKeyInfo" }:
                    return true;
            }
        }

        return false;
    }

    private static IOperation? EnclosingBlock(this IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IMethodBodyOperation or IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                return parent;
            }
        }

        return null;
    }

    private static bool ContainsAny(string text, string[] parts, StringComparison comparison)
    {
        foreach (var part in parts)
        {
            if (text.IndexOf(part, comparison) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
