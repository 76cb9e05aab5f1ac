using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SocketSecurity.Analyzers.Flow.Origins;

/// <summary>Origins of fields, properties and the results of methods.</summary>
internal sealed class MemberOrigins(ValueOrigins origins)
{
    /// <summary>A member mentioned more often than this in its own type is no key or nonce, and following it costs too much.</summary>
    private const int MaximumMentions = 100;

    private readonly ConcurrentDictionary<ISymbol, List<IOperation>?> _mentions = new(SymbolEqualityComparer.Default);

    public OriginSet OfField(IFieldReferenceOperation reference, OriginQuery query) =>
        OriginApis.SourceKind(reference.Field) is { } kind ? OriginSet.Of(kind, reference)
        : IsConstantOfFramework(reference.Field) ? OriginSet.Of(ValueOriginKind.Constant, reference)
        : OfMember(reference.Field, reference, query);

    public OriginSet OfProperty(IPropertyReferenceOperation reference, OriginQuery query)
    {
        var property = reference.Property;
        if (OriginApis.SourceKind(property) is { } kind)
        {
            return OriginSet.Of(kind, reference);
        }

        if (reference.Instance is { } instance && (OriginApis.IsPassThrough(property) || (property.IsIndexer && BufferContents.IsBuffer(instance.Type))))
        {
            return origins.Of(instance, query).At(reference);
        }

        if (property.IsVirtual || property.IsAbstract || property.IsOverride || property.IsIndexer || query.IsVainIn(property))
        {
            return OriginSet.Unknown(reference);
        }

        return IsAutomatic(property, query.CancellationToken)
            ? OfMember(property, reference, query)
            : property.GetMethod is { } getter ? OfResult(getter, arguments: null, reference, query).WithoutCreationOf(SharedObject(reference.Instance), reference)
            : OriginSet.Unknown(reference);
    }

    public OriginSet OfCall(IInvocationOperation call, OriginQuery query)
    {
        var method = call.TargetMethod.ReducedFrom ?? call.TargetMethod;
        if (OriginApis.SourceKind(method) is { } kind)
        {
            return OriginSet.Of(kind, call);
        }

        // A hash says no more about what went into it than that it is the same, which is not what a search is for.
        if (query.IsSearch && call.TargetMethod.ContainingNamespace is { Name: "Cryptography" })
        {
            return OriginSet.Unknown(call);
        }

        if (OriginApis.IsPassThrough(method) || (call.Instance is { } on && OriginApis.IsPassThrough(method, on.Type)))
        {
            var result = OriginSet.None;
            foreach (var part in PartsOf(call))
            {
                result = result.With(origins.Of(part, query), call);
            }

            return result.Origins.IsEmpty ? OriginSet.Of(ValueOriginKind.Constant, call) : result;
        }

        if (query.IsSearch && method is { Name: "Select", ContainingType.Name: "Enumerable" } && call.Arguments.Length > 0)
        {
            return origins.Of(call.Arguments[0].Value, query).At(call);
        }

        // An override may do something else. A search wants to know what can be, and the method itself can be what runs.
        if (method.IsAbstract || (!query.IsSearch && (method.IsVirtual || method.IsOverride)))
        {
            return OriginSet.Unknown(call);
        }

        var isVain = query.IsVainIn(method);
        var arguments = new Dictionary<IParameterSymbol, OriginSet>(SymbolEqualityComparer.Default);
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter is { } parameter)
            {
                var passed = arguments[parameter.OriginalDefinition] = origins.Of(argument.Value, query);
                isVain &= !passed.CanBe(ValueOriginKind.Sought);
            }
        }

        return isVain ? OriginSet.Unknown(call) : OfResult(method, arguments, call, query).WithoutCreationOf(SharedObject(call.Instance), call);
    }

    /// <summary>
    /// The type of an object in a static member, such as one of many settings. What it was made with is not what others of its type were made
    /// with, and which creation made it is not looked up.
    /// </summary>
    private static ITypeSymbol? SharedObject(IOperation? instance) =>
        instance?.WithoutConversions() is IMemberReferenceOperation { Instance: null, Member.IsStatic: true } shared ? shared.Type : null;

    /// <summary>
    /// A member that other files of the compilation may write and nobody else is likely to. A setting of an instance is given its
    /// value by serializers and configuration binders, which leave no trace in the source.
    /// </summary>
    private static bool IsOnlyOurs(ISymbol member) => member switch
    {
        { IsStatic: true } => true,
        IFieldSymbol { DeclaredAccessibility: Accessibility.Internal or Accessibility.ProtectedAndInternal } => true,
        _ => false,
    };

    /// <summary>Only its own type can write it.</summary>
    private static bool IsFixed(ISymbol member) => member.DeclaredAccessibility == Accessibility.Private || member
        is IFieldSymbol { IsReadOnly: true }
        or IPropertySymbol { SetMethod: null or { IsInitOnly: false, DeclaredAccessibility: Accessibility.Private } };

    /// <summary>Whether the value of a field or automatic property is known from what the compilation assigns to it.</summary>
    public static bool IsFollowed(ISymbol member) => IsFixed(member) || IsOnlyOurs(member);

    /// <summary>What all mentions of a field or property assign to it, when nobody else can: in its type, or in the compilation.</summary>
    private OriginSet OfMember(ISymbol member, IOperation reference, OriginQuery query)
    {
        member = member.OriginalDefinition;
        if (member.DeclaringSyntaxReferences.IsEmpty
            || !IsFollowed(member)
            || query.IsVainIn(member)
            || !query.TryOpen(member))
        {
            return OriginSet.Unknown(reference);
        }

        try
        {
            var mentions = _mentions.GetOrAdd(member, key => IsFixed(key)
                ? origins.Models.MentionsOf(key, reference, MaximumMentions, query.CancellationToken)
                : origins.Models.MentionsAnywhereOf(key, reference, MaximumMentions, query.CancellationToken));
            if (mentions is null)
            {
                return OriginSet.Unknown(reference);
            }

            var result = Initial(member, reference, query);
            foreach (var mention in mentions)
            {
                if (mention.Parent is ISimpleAssignmentOperation { IsRef: false } assignment && assignment.Target == mention)
                {
                    result = result.Or(query.InCall(arguments: null, () => origins.Of(assignment.Value, query)) ?? OriginSet.Unknown(reference), reference);
                }
                else if (VariableWrites.IsIndirect(mention, mention.Parent))
                {
                    return OriginSet.Unknown(reference);
                }
            }

            return result.Origins.IsEmpty ? OriginSet.Unknown(reference)
                : BufferContents.IsBuffer(reference.Type) ? origins.Variables.WithFills(result, mentions, reference, query)
                : result;
        }
        finally
        {
            query.Close(member);
        }
    }

    private OriginSet Initial(ISymbol member, IOperation reference, OriginQuery query)
    {
        if (member.DeclaringSyntaxReferences is not [var declaration])
        {
            return OriginSet.Unknown(reference);
        }

        var initializer = declaration.GetSyntax(query.CancellationToken) switch
        {
            VariableDeclaratorSyntax field => field.Initializer?.Value,
            PropertyDeclarationSyntax property => property.Initializer?.Value,
            _ => null,
        };
        return initializer is null ? OriginSet.None
            : origins.Models.For(initializer, reference).GetOperation(initializer, query.CancellationToken) is { } value ? origins.Of(value, query)
            : OriginSet.Unknown(reference);
    }

    /// <summary>What a method of this compilation can return for these arguments.</summary>
    private OriginSet OfResult(IMethodSymbol method, Dictionary<IParameterSymbol, OriginSet>? arguments, IOperation call, OriginQuery query)
    {
        method = method.OriginalDefinition;
        if (!query.TryOpen(method))
        {
            return OriginSet.Unknown(call);
        }

        try
        {
            return origins.Models.BodyOf(method, call, query.CancellationToken) is { } body
                ? query.InCall(arguments, () => OfReturns(body, call, query)) ?? OriginSet.Unknown(call)
                : OriginSet.Unknown(call);
        }
        finally
        {
            query.Close(method);
        }
    }

    private OriginSet OfReturns(IOperation body, IOperation call, OriginQuery query)
    {
        var result = OriginSet.None;
        var function = body is ILocalFunctionOperation ? body : null;
        foreach (var operation in body.Descendants())
        {
            if (operation is IReturnOperation { Kind: OperationKind.Return, ReturnedValue: { } value } && operation.EnclosingFunction() == function)
            {
                result = result.Or(origins.Of(value, query), call);
            }
        }

        return result.Origins.IsEmpty ? OriginSet.Unknown(call) : result;
    }

    private static IEnumerable<IOperation> PartsOf(IInvocationOperation call)
    {
        if (call.Instance is { } instance && !OriginApis.IsMereFunction(instance.Type))
        {
            yield return instance;
        }

        foreach (var argument in call.Arguments)
        {
            // An encoding or format changes how the same content is written.
            if (argument.Parameter?.Type.Name is not ("IFormatProvider" or "Encoding" or "StringComparison"))
            {
                yield return argument.Value;
            }
        }
    }

    public static bool IsAutomatic(IPropertySymbol property, CancellationToken cancellationToken) =>
        property.DeclaringSyntaxReferences is [var declaration]
        && declaration.GetSyntax(cancellationToken) is PropertyDeclarationSyntax { ExpressionBody: null, AccessorList.Accessors: var accessors }
        && accessors.All(accessor => accessor is { Body: null, ExpressionBody: null });

    /// <summary><c>string.Empty</c>, <c>Guid.Empty</c> and their like.</summary>
    private static bool IsConstantOfFramework(IFieldSymbol field) =>
        field is { IsStatic: true, IsReadOnly: true, Name: "Empty" or "MinValue" or "MaxValue" or "UnixEpoch", ContainingNamespace.Name: "System" };
}
