using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.MessageProtection;

/// <summary>
/// SOCK4001, SOCK4002 and SOCK4003: what a symmetric cipher is made of, and how it is used. One weakness is reported once:
/// a broken cipher is not also told its mode, and ECB is not also told that it is unauthenticated.
/// </summary>
public sealed class SymmetricCipherAnalyzer : RuleAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [Rules.BrokenCipher, Rules.EcbMode, Rules.UnauthenticatedEncryption];

    public override IEnumerable<string> NamesOfInterest(ApiCatalogue catalogue) => [.. CipherApis.UseNames, .. catalogue.NamesOf(ApiRole.CipherFactory, ApiRole.CipherMode), "BufferedBlockCipher", "PaddedBufferedBlockCipher", "Mode"];

    public override void AnalyzeCompilation(RuleContext context)
    {
        if (CipherApis.Find(context.Compilation, ApiCatalogue.For(context.Options, context.CancellationToken)) is not { } apis)
        {
            return;
        }

        var broken = new BrokenCipher(apis);
        var ecb = new EcbMode(apis);
        var unauthenticated = new UnauthenticatedEncryption(apis);

        context.RegisterOperationAction(
            operation =>
            {
                var call = (IInvocationOperation)operation.Operation;
                if (apis.IsFactory(call.TargetMethod))
                {
                    AnalyzeFactory(operation, call.TargetMethod, call.Arguments);
                }
                else if (apis.UseOf(call.TargetMethod) is { } use)
                {
                    ecb.AnalyzeOneShot(operation, call, use);
                    unauthenticated.AnalyzeCall(operation, call, use);
                }
            },
            OperationKind.Invocation);

        context.RegisterOperationAction(
            operation =>
            {
                var creation = (IObjectCreationOperation)operation.Operation;
                if (creation.Constructor is not { } constructor || creation.Type is not { } type)
                {
                    return;
                }

                if (apis.IsFactory(constructor))
                {
                    AnalyzeFactory(operation, constructor, creation.Arguments);
                }
                else if (CipherApis.IsBufferedCipher(type))
                {
                    ecb.AnalyzeBareEngine(operation, creation);
                }
            },
            OperationKind.ObjectCreation);

        context.RegisterOperationAction(
            operation =>
            {
                if (operation.Operation is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "Mode" } target } assignment
                    && apis.IsSymmetricAlgorithm(target.Property.ContainingType))
                {
                    ecb.AnalyzeAssignment(operation, assignment, target);
                }
            },
            OperationKind.SimpleAssignment);

        void AnalyzeFactory(OperationAnalysisContext operation, IMethodSymbol method, ImmutableArray<IArgumentOperation> arguments)
        {
            if (apis.MadeBy(method, arguments, operation.CancellationToken) is not { } made)
            {
                return;
            }

            switch (made)
            {
                case { BrokenCipher: { } cipher }:
                    broken.Report(operation, method, cipher);
                    break;
                case { Mode: "ECB" }:
                    ecb.AnalyzeFactory(operation, method);
                    break;
                case { Mode: { } mode }:
                    unauthenticated.AnalyzeFactory(operation, method, mode);
                    break;
            }
        }
    }
}
