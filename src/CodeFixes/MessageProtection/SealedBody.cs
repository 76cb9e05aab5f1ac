using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.CodeFixes.MessageProtection;

/// <summary>
/// Writes the body that seals or opens instead: the statements the method keeps, the new ones, and its own return. Type names are
/// written in full and simplified where the file's using directives allow.
/// </summary>
internal sealed partial class SealedBody(SemanticModel model, bool withSecureDefaults)
{
    private const string Cryptography = "global::System.Security.Cryptography.";

    /// <summary>What the derived key, and the box, are for; the page says to put in something of one's own.</summary>
    private const string Context = "messages/v1";

    /// <summary>Shorter keys are those of ciphers that were broken by trying them all.</summary>
    private const int MinimumKeySize = 16;

    private const int NonceSize = 12;
    private const int TagSize = 16;

    public MethodDeclarationSyntax Rewrite(CipherMethod method)
    {
        var taken = Taken(method.Method);
        var lines = new List<string>();
        var uses = method.Result.IsStreamed ? Streamed(method, taken, lines) : Boxed(method, taken, lines);

        var returned = method.Returned?.ReplaceNodes(method.Uses.Keys.Where(node => node != method.Returned), (node, _) => Use(method.Uses[node], uses).WithTriviaFrom(node));
        if (method.Returned is { } whole && method.Uses.TryGetValue(whole, out var value))
        {
            returned = Use(value, uses);
        }

        var statements = method.Kept.Select(statement => statement.WithoutTrailingTrivia().WithTrailingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed))
            .Concat(lines.Select(line => SyntaxFactory.ParseStatement(line).WithTrailingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed)));
        if (returned is not null && method.IsAsync && !IsAwaiting(method.Kept.Append<SyntaxNode>(returned)) && !method.Result.IsStreamed)
        {
            // Sealing waits for nothing. The method stays async all the same, so that what it throws stays in its task.
            returned = SyntaxFactory.ParseExpression($"await global::System.Threading.Tasks.Task.FromResult({returned.WithoutTrivia()}){Configured(method)}");
        }

        if (returned is not null)
        {
            statements = statements.Append(SyntaxFactory.ReturnStatement(returned.WithoutTrivia().WithLeadingTrivia(SyntaxFactory.Space)));
        }

        return method.Method
            .WithExpressionBody(null)
            .WithSemicolonToken(default)
            .WithParameterList(method.Method.ParameterList.WithTrailingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed))
            .WithBody(SyntaxFactory.Block(statements))
            .WithTriviaFrom(method.Method)
            .WithAdditionalAnnotations(Formatter.Annotation, Simplifier.Annotation);
    }

    private static bool IsAwaiting(IEnumerable<SyntaxNode> nodes) =>
        nodes.Any(node => node.DescendantNodesAndSelf(inner => inner is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .Any(part => part is AwaitExpressionSyntax or UsingStatementSyntax { AwaitKeyword.RawKind: not 0 } or LocalDeclarationStatementSyntax { AwaitKeyword.RawKind: not 0 }));

    /// <summary>Code that never returns to its caller's context says so at every await.</summary>
    private static string Configured(CipherMethod method) =>
        method.Method.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText == "ConfigureAwait") ? ".ConfigureAwait(false)" : "";

    /// <summary>One message in an array; what the result is called.</summary>
    private string Boxed(CipherMethod method, HashSet<string> taken, List<string> lines)
    {
        var encrypts = method.Result.Transform.Encrypts;
        if (method.Cancellation is { } cancellation)
        {
            lines.Add($"{cancellation.WithoutTrivia()}.ThrowIfCancellationRequested();");
        }

        var message = NameFor(InputText(method.Result), encrypts ? "plaintext" : "message", taken, lines);
        var output = Free(encrypts ? "sealedMessage" : "opened", taken);
        if (method.Result.Password is { } password)
        {
            lines.AddRange(withSecureDefaults ? [PasswordBoxed(password, message, output, encrypts)] : PasswordSealed(password, message, output, encrypts, Free("gcm", taken)));
            return output;
        }

        var held = method.Result.Transform.Held is { } algorithm ? _heldNames[algorithm] : null;
        if (withSecureDefaults)
        {
            if (held is null)
            {
                var derived = DerivedKey(KeyText(method), Context, taken, lines);
                held = Free("box", taken);
                lines.Add($"using var {held} = {Box(derived)};");
            }

            lines.Add($"var {output} = {held}.{(encrypts ? SecureDefaultsNames.Members.Seal : SecureDefaultsNames.Members.Open)}({message});");
        }
        else
        {
            var derived = held ?? DerivedKey(KeyText(method), Context, taken, lines);
            lines.AddRange(encrypts ? Sealing(message, derived, output, Free("gcm", taken)) : Opening(message, derived, output, Free("gcm", taken)));
        }

        return output;
    }

    private static string Box(string derived) =>
        $"new global::{SecureDefaultsNames.AeadBox}(global::{SecureDefaultsNames.AeadKey}.{SecureDefaultsNames.Members.FromBytes}({derived}), \"{Context}\")";

    private static string KeyText(CipherMethod method) => method.Result.Transform.Key.WithoutTrivia().ToString();

    private static string InputText(CipherValue.Result result) => result.IsText
        ? $"{EncodingText(result.Encoding)}.GetBytes({result.Input.WithoutTrivia()})"
        : result.Input.WithoutTrivia().ToString();

    /// <summary>A key must not serve two ciphers, and not two formats either: each derives its own.</summary>
    private static string DerivedKey(string original, string context, HashSet<string> taken, List<string> lines)
    {
        var key = NameFor(original, "messageKey", taken, lines);
        lines.Add($"if ({key}.Length < {MinimumKeySize}) {{ throw new {Cryptography}CryptographicException(\"The key has fewer than {MinimumKeySize} bytes.\"); }}");
        return $"{Cryptography}HKDF.DeriveKey({Cryptography}HashAlgorithmName.SHA256, {key}, 32, info: global::System.Text.Encoding.UTF8.GetBytes(\"{context}\"))";
    }

    private IEnumerable<string> Sealing(string plaintext, string key, string output, string gcm, int saltSize = 0) =>
    [
        $"// {(saltSize > 0 ? "Salt, nonce" : "Nonce")}, ciphertext, tag.\r\nvar {output} = new byte[{saltSize + NonceSize} + {plaintext}.Length + {TagSize}];",
        $"{Cryptography}RandomNumberGenerator.Fill({Span(output, "0", $"{saltSize + NonceSize}")});",
        $"using var {gcm} = new {Cryptography}AesGcm({key}{TagArgument()});",
        $"{gcm}.Encrypt({Span(output, $"{saltSize}", $"{NonceSize}")}, {plaintext}, {Span(output, $"{saltSize + NonceSize}", $"{plaintext}.Length")}, {Span(output, $"{saltSize + NonceSize} + {plaintext}.Length", $"{TagSize}")});",
    ];

    private IEnumerable<string> Opening(string message, string key, string output, string gcm, int saltSize = 0) =>
    [
        $"if ({message}.Length < {saltSize + NonceSize + TagSize}) {{ throw new {Cryptography}CryptographicException(\"The message is too short.\"); }}",
        $"var {output} = new byte[{message}.Length - {saltSize + NonceSize + TagSize}];",
        $"using var {gcm} = new {Cryptography}AesGcm({key}{TagArgument()});",
        $"{gcm}.Decrypt({Span(message, $"{saltSize}", $"{NonceSize}")}, {Span(message, $"{saltSize + NonceSize}", $"{output}.Length")}, {Span(message, $"{saltSize + NonceSize} + {output}.Length", $"{TagSize}")}, {output});",
    ];

    private static string Span(string array, string from, string length) => $"new global::System.Span<byte>({array}, {from}, {length})";

    /// <summary>Since .NET 8 the size of the tag is said; before, there is no such constructor.</summary>
    private string TagArgument() =>
        model.Compilation.GetTypeByMetadataName("System.Security.Cryptography.AesGcm")!.InstanceConstructors.Any(constructor => constructor.Parameters.Length == 2)
            ? $", {TagSize}" : "";

    private static ExpressionSyntax Use(ICipherValue value, string output) => value is CipherValue.Text text
        ? SyntaxFactory.ParseExpression($"{EncodingText(text.Encoding)}.GetString({output})")
        : SyntaxFactory.ParseExpression(output);

    private static string EncodingText(ExpressionSyntax? encoding) => encoding?.WithoutTrivia().ToString() ?? "global::System.Text.Encoding.UTF8";

    /// <summary>The expression itself where it is a name, else a variable that holds it.</summary>
    private static string NameFor(string expression, string preferred, HashSet<string> taken, List<string> lines)
    {
        if (SyntaxFactory.ParseExpression(expression) is IdentifierNameSyntax)
        {
            return expression;
        }

        var name = Free(preferred, taken);
        lines.Add($"var {name} = {expression};");
        return name;
    }

    private static HashSet<string> Taken(SyntaxNode scope) =>
        new(scope.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText), StringComparer.Ordinal);

    private static string Free(string preferred, HashSet<string> taken)
    {
        var name = preferred;
        for (var number = 2; !taken.Add(name); number++)
        {
            name = preferred + number;
        }

        return name;
    }
}
