using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace SocketSecurity.Analyzers.Flow.PolicyErrors;

/// <summary>The framework types that make a method a validator, looked up once per compilation.</summary>
internal sealed class PolicyErrorTypes
{
    private readonly ConcurrentDictionary<INamedTypeSymbol, ArgumentsShape?> _shapes = new(SymbolEqualityComparer.Default);

    private PolicyErrorTypes(Compilation compilation, INamedTypeSymbol policyErrors, INamedTypeSymbol certificate, INamedTypeSymbol chain)
    {
        PolicyErrors = policyErrors;
        Certificate = certificate;
        Chain = chain;
        Task = compilation.GetTypeByMetadataName("System.Threading.Tasks.Task");
        TaskOfT = compilation.GetTypeByMetadataName("System.Threading.Tasks.Task`1");
        ValueTask = compilation.GetTypeByMetadataName("System.Threading.Tasks.ValueTask");
        ValueTaskOfT = compilation.GetTypeByMetadataName("System.Threading.Tasks.ValueTask`1");
    }

    public INamedTypeSymbol PolicyErrors { get; }

    public INamedTypeSymbol Certificate { get; }

    public INamedTypeSymbol Chain { get; }

    private INamedTypeSymbol? Task { get; }

    private INamedTypeSymbol? TaskOfT { get; }

    private INamedTypeSymbol? ValueTask { get; }

    private INamedTypeSymbol? ValueTaskOfT { get; }

    public static PolicyErrorTypes? In(Compilation compilation)
    {
        var policyErrors = compilation.GetTypeByMetadataName("System.Net.Security.SslPolicyErrors");
        var certificate = compilation.GetTypeByMetadataName("System.Security.Cryptography.X509Certificates.X509Certificate");
        var chain = compilation.GetTypeByMetadataName("System.Security.Cryptography.X509Certificates.X509Chain");
        return policyErrors is null || certificate is null || chain is null
            ? null
            : new PolicyErrorTypes(compilation, policyErrors, certificate, chain);
    }

    /// <summary>What the type carries when it is the event arguments of a validator, or null when it is not.</summary>
    public ArgumentsShape? ArgumentsShapeOf(INamedTypeSymbol type) => _shapes.GetOrAdd(type, key => ArgumentsShape.Of(key, this));

    public bool IsPolicyErrors(ITypeSymbol? type) => SymbolEqualityComparer.Default.Equals(type, PolicyErrors);

    public bool IsCertificate(ITypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(type, Certificate))
            {
                return true;
            }
        }

        return false;
    }

    public bool IsChain(ITypeSymbol? type) => SymbolEqualityComparer.Default.Equals(type, Chain);

    /// <summary>bool, or a task that delivers one.</summary>
    public bool IsVerdict(ITypeSymbol type) =>
        type.SpecialType == SpecialType.System_Boolean
        || (type is INamedTypeSymbol { TypeArguments: [{ SpecialType: SpecialType.System_Boolean }] } named
            && (Is(named.OriginalDefinition, TaskOfT) || Is(named.OriginalDefinition, ValueTaskOfT)));

    /// <summary>void, or a task that delivers nothing.</summary>
    public bool IsVoidLike(ITypeSymbol type) =>
        type.SpecialType == SpecialType.System_Void || Is(type, Task) || Is(type, ValueTask);

    private static bool Is(ITypeSymbol type, INamedTypeSymbol? expected) =>
        expected is not null && SymbolEqualityComparer.Default.Equals(type, expected);
}
