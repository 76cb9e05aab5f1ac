using Microsoft.CodeAnalysis;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.CodeFixes.MessageProtection;

/// <content>
/// Ciphertext in a stream. Only with the library: one message of AES-GCM would have to hold all of it in memory, and whoever
/// writes to streams does so because there can be much.
/// </content>
internal sealed partial class SealedBody
{
    private const string StreamContext = "streams/v1";

    /// <summary>What the result is called, where it is a value.</summary>
    private static string Streamed(CipherMethod method, HashSet<string> taken, List<string> lines)
    {
        var result = method.Result;
        var derived = DerivedKey(KeyText(method), StreamContext, taken, lines);
        var keys = Free("keys", taken);
        const string StreamKey = $"global::{SecureDefaultsNames.StreamKey}";
        lines.Add($"using var {keys} = global::{SecureDefaultsNames.KeysNamespace}.Keyring<{StreamKey}>.{SecureDefaultsNames.Members.FromKey}({StreamKey}.{SecureDefaultsNames.Members.FromBytes}({derived}));");

        var source = result.InputStream is { } input ? input.Variable.Name : $"new global::System.IO.MemoryStream({InputText(result)})";
        var opened = "";
        if (result.OutputStream is null)
        {
            opened = Free("opened", taken);
            lines.Add($"using var {opened} = new global::System.IO.MemoryStream();");
        }

        var (convert, convertAsync) = result.Transform.Encrypts
            ? (SecureDefaultsNames.Members.Encrypt, SecureDefaultsNames.Members.EncryptAsync)
            : (SecureDefaultsNames.Members.Decrypt, SecureDefaultsNames.Members.DecryptAsync);
        var arguments = $"{source}, {result.OutputStream?.Variable.Name ?? opened}, {keys}, \"{StreamContext}\"";
        var cancellation = method.Cancellation is { } token ? $", cancellationToken: {token.WithoutTrivia()}" : "";
        var call = method.IsAsync
            ? $"await global::{SecureDefaultsNames.StreamEncryption}.{convertAsync}({arguments}{cancellation}){Configured(method)};"
            : $"global::{SecureDefaultsNames.StreamEncryption}.{convert}({arguments});";
        foreach (var stream in new[] { result.OutputStream, result.InputStream })
        {
            // A file that the method opened is closed where it is declared.
            if (stream is { IsClosed: true, Variable: IParameterSymbol })
            {
                call = $"using ({stream.Variable.Name}) {{ {call} }}";
            }
        }

        lines.Add(call);
        return $"{opened}.ToArray()";
    }
}
