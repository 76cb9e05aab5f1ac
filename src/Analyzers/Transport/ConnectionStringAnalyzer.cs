using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.KeysAndCredentials;

namespace SocketSecurity.Analyzers.Transport;

/// <summary>
/// SOCK5006: connection strings that give TLS up, in code and in configuration files; SOCK3004: those in code that carry a
/// password. What is a connection string follows from its content: a host beside a setting of that meaning.
/// </summary>
public sealed class ConnectionStringAnalyzer : RuleAnalyzer
{
    /// <summary>Properties of a finding: the key and the weak value as they stand in the text, and the value to use.</summary>
    public const string WeakKey = "WeakKey";

    public const string WeakValue = "WeakValue";
    public const string SafeValue = "SafeValue";

    /// <summary>What the credential of a finding is for: the whole text is replaced, not a password alone.</summary>
    public const string ConnectionUse = "connection";

    /// <summary>One of them is in every text that is judged.</summary>
    private static readonly char[] Marks = ['=', '@'];

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.InsecureConnectionString, Rules.HardCodedCredential];

    public override void AnalyzeCompilation(RuleContext context)
    {
        context.RegisterOperationAction(
            operation =>
            {
                if (operation.Operation.ConstantValue is { HasValue: true, Value: string text } && text.IndexOfAny(Marks) > 0
                    && operation.Operation.Parent is not (IInterpolatedStringTextOperation or IBinaryOperation { ConstantValue.HasValue: true }))
                {
                    Judge(operation, text);
                }
            },
            OperationKind.Literal, OperationKind.Binary);
        context.RegisterOperationAction(
            operation =>
            {
                var text = (IInterpolatedStringOperation)operation.Operation;
                if (!text.ConstantValue.HasValue && HasMark(text))
                {
                    Judge(operation, Rendered(text));
                }
            },
            OperationKind.InterpolatedString);
        context.RegisterAdditionalFileAction(AnalyzeFile);
    }

    private static bool HasMark(IInterpolatedStringOperation text)
    {
        foreach (var part in text.Parts)
        {
            if (part is IInterpolatedStringTextOperation { Text.ConstantValue: { HasValue: true, Value: string literal } } && literal.IndexOfAny(Marks) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The text with a stand-in for each hole: a host that is not known is not this machine.</summary>
    private static string Rendered(IInterpolatedStringOperation text)
    {
        var rendered = new System.Text.StringBuilder();
        foreach (var part in text.Parts)
        {
            rendered.Append(part is IInterpolatedStringTextOperation { Text.ConstantValue: { HasValue: true, Value: string literal } } ? literal : "{}");
        }

        return rendered.ToString();
    }

    private static void Judge(OperationAnalysisContext context, string text)
    {
        var weaknesses = ConnectionText.WeaknessesOf(text);
        var password = ConnectionPassword.In(text);
        if ((weaknesses.Count == 0 && password is null) || IsInAttribute(context.Operation))
        {
            return;
        }

        if (password is not null)
        {
            context.ReportDiagnostic(GuardedFinding.CreateWith(
                password.IsLocal || Placeholder.Is(password.Value) ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning,
                ImmutableDictionary<string, string?>.Empty.Add(SecretValueAnalyzer.Use, ConnectionUse),
                Rules.HardCodedCredential,
                context,
                context.Operation,
                additionalLocations: null,
                "this connection"));
        }

        foreach (var weakness in weaknesses)
        {
            context.ReportDiagnostic(GuardedFinding.CreateWith(
                DiagnosticSeverity.Warning,
                Properties(weakness),
                Rules.InsecureConnectionString,
                context,
                context.Operation,
                additionalLocations: null,
                $"{weakness.Key}={weakness.Value}"));
        }
    }

    /// <summary>An attribute's argument describes something, such as a test's input; nothing connects with it.</summary>
    private static bool IsInAttribute(IOperation text)
    {
        for (var current = text; current is not null; current = current.Parent)
        {
            if (current is IAttributeOperation)
            {
                return true;
            }
        }

        return false;
    }

    private static void AnalyzeFile(AdditionalFileAnalysisContext context)
    {
        var name = Path.GetFileName(context.AdditionalFile.Path);
        var isJson = name.StartsWith("appsettings", StringComparison.OrdinalIgnoreCase) && name.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
        var isXml = name.EndsWith(".config", StringComparison.OrdinalIgnoreCase);
        if ((!isJson && !isXml) || context.AdditionalFile.GetText(context.CancellationToken) is not { } source)
        {
            return;
        }

        var isDevelopment = name.IndexOf("Development", StringComparison.OrdinalIgnoreCase) >= 0;
        foreach (var line in source.Lines)
        {
            foreach (var (start, text) in Quoted(line.ToString()))
            {
                foreach (var weakness in ConnectionText.WeaknessesOf(text))
                {
                    var span = new TextSpan(line.Start + start + weakness.Start, weakness.Value.Length);
                    context.ReportDiagnostic(Diagnostic.Create(
                        Rules.InsecureConnectionString,
                        Location.Create(context.AdditionalFile.Path, span, source.Lines.GetLinePositionSpan(span)),
                        isDevelopment ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning,
                        additionalLocations: null,
                        properties: Properties(weakness),
                        $"{weakness.Key}={weakness.Value}",
                        isDevelopment ? "; only a development environment reads this" : ""));
                }
            }
        }
    }

    private static ImmutableDictionary<string, string?> Properties(ConnectionText.Weakness weakness) =>
        ImmutableDictionary<string, string?>.Empty.Add(WeakKey, weakness.Key).Add(WeakValue, weakness.Value).Add(SafeValue, weakness.Safe);

    /// <summary>The texts between double quotes on one line, which is how both formats write connection strings.</summary>
    private static IEnumerable<(int Start, string Text)> Quoted(string line)
    {
        var open = -1;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && (i == 0 || line[i - 1] != '\\'))
            {
                if (open >= 0)
                {
                    yield return (open, line.Substring(open, i - open));
                    open = -1;
                }
                else
                {
                    open = i + 1;
                }
            }
        }
    }
}
