using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.CodeFixes.MessageProtection;

/// <summary>
/// SOCK4001, SOCK4002 and SOCK4003: rewrites the methods of a type that encrypt and decrypt, all of them in one action, so that
/// one opens what the other seals. Offered only where each of them is understood. There is no Fix All: the format of data
/// changes, and that is a decision for each format.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SymmetricCipherFix))]
public sealed class SymmetricCipherFix : CodeFixProvider
{
    public const string AeadBoxKey = "SOCK4003.AeadBox";
    public const string AesGcmKey = "SOCK4003.AesGcm";
    public const string PasswordBoxKey = "SOCK4003.PasswordBox";
    public const string StreamEncryptionKey = "SOCK4003.StreamEncryption";

    private const string AeadBoxTitle = "Seal and open with AeadBox (changes the data format)";
    private const string PasswordBoxTitle = "Seal and open with PasswordBox (changes the data format)";
    private const string StreamEncryptionTitle = "Encrypt and decrypt with StreamEncryption (changes the data format)";
    private const string AesGcmTitle = "Seal and open with AES-GCM (changes the data format)";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        [Rules.BrokenCipher.Id, Rules.EcbMode.Id, Rules.UnauthenticatedEncryption.Id];

    public override FixAllProvider? GetFixAllProvider() => null;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root
            || await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model
            || root.FindNode(context.Span, getInnermostNodeForTie: true) is not { } node
            || node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type
            || model.Compilation.GetTypeByMetadataName("System.Security.Cryptography.HKDF") is null
            || HeldAlgorithm.Of(type, model, context.CancellationToken) is not { } held
            || MethodsOf(type, held, model, context.CancellationToken) is not { Count: > 0 } methods
            || !(methods.Exists(understood => understood.Method.Span.Contains(node.Span)) || held.Exists(algorithm => algorithm.Contains(node)))
            || IsReaderOfOldData(context.Diagnostics[0], methods)
            || MixesFormats(methods)
            || methods.Select(understood => understood.Result.Password is null).Distinct().Count() > 1)
        {
            return;
        }

        if (methods.Exists(understood => understood.Result.IsStreamed))
        {
            if (model.Compilation.GetTypeByMetadataName(SecureDefaultsNames.StreamEncryption) is not null)
            {
                Register(StreamEncryptionTitle, StreamEncryptionKey, withSecureDefaults: true);
            }
        }
        else if (methods[0].Result.Password is not null)
        {
            if (model.Compilation.GetTypeByMetadataName(SecureDefaultsNames.PasswordBox) is not null)
            {
                Register(PasswordBoxTitle, PasswordBoxKey, withSecureDefaults: true);
            }
            else if (SealedBody.CanDerive(model.Compilation))
            {
                Register(AesGcmTitle, AesGcmKey, withSecureDefaults: false);
            }
        }
        else if (model.Compilation.GetTypeByMetadataName(SecureDefaultsNames.AeadBox) is not null)
        {
            Register(AeadBoxTitle, AeadBoxKey, withSecureDefaults: true);
        }
        else if (model.Compilation.GetTypeByMetadataName("System.Security.Cryptography.AesGcm") is not null)
        {
            Register(AesGcmTitle, AesGcmKey, withSecureDefaults: false);
        }

        void Register(string title, string key, bool withSecureDefaults)
        {
            context.RegisterCodeFix(
                CodeAction.Create(title, _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(type, Rewritten(withSecureDefaults)))), key),
                context.Diagnostics);
        }

        TypeDeclarationSyntax Rewritten(bool withSecureDefaults)
        {
            var writer = new SealedBody(model, withSecureDefaults);
            var changes = writer.RewriteHeld(type, held, methods.Select(understood => understood.Method));
            foreach (var understood in methods)
            {
                changes[understood.Method] = writer.Rewrite(understood);
            }

            var gone = changes.Where(change => change.Value is null).Select(change => change.Key).ToList();
            var marker = new SyntaxAnnotation();
            var rewritten = type.ReplaceNodes(changes.Keys, (original, _) => changes[original] ?? original.WithAdditionalAnnotations(marker));
            return gone.Count == 0 ? rewritten : rewritten.RemoveNodes(rewritten.GetAnnotatedNodes(marker), SyntaxRemoveOptions.KeepUnbalancedDirectives)!;
        }
    }

    /// <summary>A type that only decrypts with a broken cipher is there for the old format, and has to go on reading it.</summary>
    private static bool IsReaderOfOldData(Diagnostic diagnostic, List<CipherMethod> methods) =>
        diagnostic.Id == Rules.BrokenCipher.Id && methods.TrueForAll(understood => !understood.Result.Transform.Encrypts);

    /// <summary>
    /// Streams and arrays get different formats. Where a type writes the one and reads the other, as it could while both were
    /// bare ciphertext, it would not read any more what it wrote.
    /// </summary>
    private static bool MixesFormats(List<CipherMethod> methods)
    {
        var streamed = methods.Where(method => method.Result.IsStreamed).Select(method => method.Result.Transform.Encrypts).Distinct().ToList();
        var boxed = methods.Where(method => !method.Result.IsStreamed).Select(method => method.Result.Transform.Encrypts).Distinct().ToList();
        return streamed.Count > 0 && boxed.Count > 0 && streamed.Count + boxed.Count < 4;
    }

    /// <summary>Every method of the type that works with a cipher; null when one of them, or another member, is not understood.</summary>
    private static List<CipherMethod>? MethodsOf(
        TypeDeclarationSyntax type, List<HeldAlgorithm> held, SemanticModel model, CancellationToken cancellationToken)
    {
        // The other parts of a type could hold the other direction.
        if (model.GetDeclaredSymbol(type, cancellationToken) is not { DeclaringSyntaxReferences.Length: 1 })
        {
            return null;
        }

        var methods = new List<CipherMethod>();
        foreach (var member in type.Members)
        {
            if (!UsesCipher(member, held, model, cancellationToken) || GivenAlgorithm.IsOnlyPrepared(member, model, cancellationToken))
            {
                continue;
            }

            if (member is not MethodDeclarationSyntax method
                || CipherMethodReader.Read(method, held, model, cancellationToken) is not { } understood
                || (understood.Result.IsStreamed && understood.Result.Transform.Held is not null))
            {
                return null;
            }

            methods.Add(understood);
        }

        // A field goes, or becomes something else, only when nothing else knows it.
        return held.TrueForAll(algorithm => algorithm.Users.All(user => methods.Exists(method => method.Method == user))) ? methods : null;
    }

    private static bool UsesCipher(MemberDeclarationSyntax member, List<HeldAlgorithm> held, SemanticModel model, CancellationToken cancellationToken) =>
        member.DescendantNodes().OfType<ExpressionSyntax>().Any(expression => expression switch
        {
            InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax => model.GetTypeInfo(expression, cancellationToken).Type is { } made
                && (CipherTypes.IsAlgorithm(made) || made.Name is "ICryptoTransform" or "CryptoStream"),
            MemberAccessExpressionSyntax access => CipherTypes.IsAlgorithm(model.GetTypeInfo(access.Expression, cancellationToken).Type),
            ConditionalAccessExpressionSyntax access => CipherTypes.IsAlgorithm(model.GetTypeInfo(access.Expression, cancellationToken).Type),
            _ => false,
        } && !held.Exists(algorithm => algorithm.Contains(expression)));
}
