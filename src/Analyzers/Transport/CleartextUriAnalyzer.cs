using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Configuration;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.Flow.Origins;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.Transport;

/// <summary>
/// SOCK5002: a URI in clear that something connects to. Most such texts are names (of namespaces, schemas, licences), so the
/// rule goes from the text forwards and reports only what reaches a <c>uri-sink</c> of the catalogue.
/// </summary>
public sealed class CleartextUriAnalyzer : RuleAnalyzer
{
    /// <summary>Properties of a finding for the fix: the scheme as it is, the one over TLS, and the ports of both.</summary>
    public const string Scheme = "Scheme";

    public const string SecureScheme = "SecureScheme";
    public const string Port = "Port";
    public const string SecurePort = "SecurePort";

    /// <summary>The port that stands in the URI.</summary>
    public const string WrittenPort = "WrittenPort";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.CleartextUri];

    public override void AnalyzeCompilation(RuleContext context)
    {
        // Made for the first such text: most projects have none.
        var uses = new Lazy<ValueUses?>(() => Uses(context.Compilation, context.Options), LazyThreadSafetyMode.PublicationOnly);
        context.RegisterOperationAction(
            operation =>
            {
                if (operation.Operation.ConstantValue is { HasValue: true, Value: string text } && CleartextScheme.Of(text) is not null
                    && operation.Operation.WithConversions().Parent is not IArgumentOperation { ArgumentKind: ArgumentKind.DefaultValue }
                    && uses.Value is { } used)
                {
                    Analyze(operation, used, ValueOrigins.For(operation.Compilation));
                }
            },
            OperationKind.Literal);
    }

    /// <summary>Null where nothing can connect to a URI.</summary>
    private static ValueUses? Uses(Compilation compilation, AnalyzerOptions options)
    {
        var sinks = SinkTable.ForUris(compilation, options, CancellationToken.None);
        return sinks.IsEmpty || !MayConnect(compilation, sinks)
            ? null
            : new ValueUses(ValueOrigins.For(compilation), place => sinks.ValueOf(place) is { } sink && !TurnsTlsOn(sink), IsSecure);
    }

    /// <summary>Whether any file names a type that connects to URIs. Most projects with such texts have none, and need no search.</summary>
    private static bool MayConnect(Compilation compilation, SinkTable sinks)
    {
        string[] names = [.. sinks.TypeNames, "CreateClient"];
        if (sinks.HasAbstractTypes)
        {
            return true;
        }

        foreach (var tree in compilation.SyntaxTrees)
        {
            if (NameIndex.Of(tree).MayMentionAny(names))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSecure(IOperation value) => value.WithoutConversions() switch
    {
        { ConstantValue: { HasValue: true, Value: string text } } => CleartextScheme.IsSecure(text),
        IObjectCreationOperation { Arguments: [var uri, ..], Type.Name: "Uri" } => IsSecure(uri.Value),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum => IsSecure(sum.LeftOperand),
        IInterpolatedStringOperation { Parts: [IInterpolatedStringTextOperation first, ..] } => IsSecure(first.Text),
        _ => false,
    };

    private static void Analyze(OperationAnalysisContext context, ValueUses uses, ValueOrigins origins)
    {
        if (CleartextUri.Read(RenderedText.BeginningWith(context.Operation, origins, context.CancellationToken)) is not { } uri
            || (uri.Host is not null && ClearHosts.IsFine(uri.Host, Options.CleartextHosts.Read(context.Options, context.Operation.Syntax.SyntaxTree)))
            || IsMailOverTls(uri)
            || uses.SinkOf(context.Operation, context.CancellationToken) is not { } place)
        {
            return;
        }

        context.ReportDiagnostic(GuardedFinding.CreateWith(
            uri.Host is null ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning,
            Properties(uri),
            Rules.CleartextUri,
            context,
            context.Operation,
            place.Syntax.SyntaxTree == context.Operation.Syntax.SyntaxTree && place.Syntax.Span.Contains(context.Operation.Syntax.Span) ? [] : [place.Syntax.GetLocation()],
            $"{uri.Scheme.Name}://{uri.Host}"));
    }

    /// <summary>MailKit's way to demand STARTTLS.</summary>
    private static bool IsMailOverTls(CleartextUri uri) => uri.Query.IndexOf("starttls=always", StringComparison.OrdinalIgnoreCase) >= 0;

    /// <summary>Whether the code around the sink mentions the member that turns TLS on for the connection.</summary>
    private static bool TurnsTlsOn(SinkValue sink)
    {
        if (sink.Use.Length == 0)
        {
            return false;
        }

        var names = sink.Use.Split('|');
        foreach (var operation in sink.Place.Body().Descendants())
        {
            var name = operation switch
            {
                IPropertyReferenceOperation property => property.Property.Name,
                IInvocationOperation call => call.TargetMethod.Name,
                _ => null,
            };
            if (name is not null && names.Contains(name))
            {
                return true;
            }
        }

        return false;
    }

    internal static ImmutableDictionary<string, string?> Properties(CleartextUri uri) => ImmutableDictionary<string, string?>.Empty
        .Add(Scheme, uri.Scheme.Name)
        .Add(SecureScheme, uri.Scheme.Secure)
        .Add(Port, uri.Scheme.Port)
        .Add(SecurePort, uri.Scheme.SecurePort)
        .Add(WrittenPort, uri.Port);
}
