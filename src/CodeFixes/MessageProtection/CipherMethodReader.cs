using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;

namespace SocketSecurity.Analyzers.CodeFixes.MessageProtection;

/// <summary>
/// Reads the body of a method statement by statement, following the cipher's objects through its variables. What has nothing to
/// do with them is kept as it is; anything about them that is not known ends the reading, and then there is no fix.
/// </summary>
internal sealed partial class CipherMethodReader(IReadOnlyList<HeldAlgorithm> held)
{
    private readonly Dictionary<ISymbol, ICipherValue> _values = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _emptyLocals = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<SyntaxNode, ICipherValue> _uses = [];
    private readonly List<StatementSyntax> _kept = [];
    private readonly IReadOnlyList<HeldAlgorithm> _held = held;
    private readonly MessageSlices _slices = new();
    private bool _hasWorked;
    private bool _hasSalt;
    private CipherValue.Result? _made;
    private CipherValue.Result? _result;
    private ExpressionSyntax? _returned;
    private ExpressionSyntax? _cancellation;

    /// <summary>The method; null when a part of it is not understood.</summary>
    public static CipherMethod? Read(
        MethodDeclarationSyntax method, IReadOnlyList<HeldAlgorithm> held, SemanticModel model, CancellationToken cancellationToken)
    {
        if (model.GetOperation(method, cancellationToken) is not IMethodBodyOperation body
            || (body.BlockBody ?? body.ExpressionBody) is not { } block
            || (method.Modifiers.Any(SyntaxKind.AsyncKeyword) && model.GetDeclaredSymbol(method, cancellationToken)?.ReturnType.Name is not ("Task" or "ValueTask")))
        {
            return null;
        }

        try
        {
            var reader = new CipherMethodReader(held);
            foreach (var stream in OuterStreams.Of(block))
            {
                reader._values[stream] = new CipherValue.OuterStream(stream);
            }

            reader.ReadBlock(block.Operations);
            if (reader is { _hasSalt: true, _result: { } salted })
            {
                salted.Password = salted.IsStreamed ? throw new NotUnderstoodException() : salted.Transform.Derivation!.Password;
            }

            return reader is { _result: { } result } && (reader._returned is not null || result.OutputStream is not null)
                ? new CipherMethod(method, UnusedStatements.Remove(method, reader._kept, result, reader._returned, reader._uses.Keys, reader._cancellation), result, reader._returned, reader._uses, reader._cancellation)
                : null;
        }
        catch (NotUnderstoodException)
        {
            return null;
        }
    }

    private void ReadBlock(IEnumerable<IOperation> operations)
    {
        foreach (var operation in operations)
        {
            if (_returned is not null)
            {
                throw new NotUnderstoodException();
            }

            ReadStatement(operation);
        }
    }

    private void ReadStatement(IOperation statement)
    {
        // The array that is returned often begins as the salt, or as the vector.
        if (_made is { Transform.Encrypts: true } made && !Mentions(statement)
            && statement is IVariableDeclarationGroupOperation { Declarations: [{ Declarators: [{ Symbol: var begun, Initializer.Value: var prefix }] }] }
            && (IsSaltOf(prefix, made.Transform) || IsIvOf(prefix, made.Transform)))
        {
            var assembly = new CipherValue.Assembly();
            TryAppend(assembly, prefix);
            _values[begun] = assembly;
            return;
        }

        if (!Mentions(statement) && !(statement is IReturnOperation { ReturnedValue: not null } && _result is not null))
        {
            Keep(statement);
            return;
        }

        switch (statement)
        {
            case IBlockOperation block:
                ReadBlock(block.Operations);
                break;
            case IVariableDeclarationGroupOperation group:
                ReadDeclarations(group, isUsing: false);
                break;
            case IUsingDeclarationOperation declaration:
                ReadDeclarations(declaration.DeclarationGroup, isUsing: true);
                break;
            case IUsingOperation { Resources: IVariableDeclarationGroupOperation group } scope:
                ReadDeclarations(group, isUsing: true, scope.IsAsynchronous);
                ReadStatement(scope.Body);
                break;
            case IUsingOperation scope when _values.TryGetValue(Variable(Awaited.Configured(scope.Resources)), out var disposed):
                ReadStatement(scope.Body);
                Close(disposed);
                break;
            case IWhileLoopOperation loop when CopyLoop.Of(loop) is { } copy:
                foreach (var call in loop.Descendants().OfType<IInvocationOperation>())
                {
                    NoteCancellation(call);
                }

                ReadCopyTo(Evaluate(copy.Source), Evaluate(copy.Destination));
                break;
            case IExpressionStatementOperation { Operation: ISimpleAssignmentOperation assignment }:
                ReadAssignment(assignment);
                break;
            case IExpressionStatementOperation { Operation: var expression } when Awaited.Operand(expression) is IInvocationOperation call:
                ReadCall(call);
                break;
            case ITryOperation { Catches.IsEmpty: true, Finally: { } last } attempt:
                ReadBlock(attempt.Body.Operations);
                foreach (var disposal in last.Operations)
                {
                    ReadDisposal(disposal);
                }

                break;
            case IReturnOperation { ReturnedValue: { } value }:
                ReadReturn(value);
                break;
            default:
                ReadDisposal(statement);
                break;
        }
    }

    /// <summary>A statement that does nothing but dispose the cipher's objects, perhaps after asking whether they are there.</summary>
    private void ReadDisposal(IOperation statement)
    {
        switch (statement)
        {
            case IBlockOperation block:
                foreach (var inner in block.Operations)
                {
                    ReadDisposal(inner);
                }

                break;
            case IConditionalOperation { WhenTrue: var disposal, WhenFalse: null, Condition: var condition } when AskedForNull(condition) is { } asked && _values.ContainsKey(asked):
                ReadDisposal(disposal);
                break;
            case IExpressionStatementOperation { Operation: var expression } when Disposed(Awaited.Operand(expression)) is { } disposed && _values.TryGetValue(disposed, out var value):
                Close(value);
                break;
            default:
                throw new NotUnderstoodException();
        }
    }

    private static ISymbol? AskedForNull(IOperation condition) => condition switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals, RightOperand: var right, LeftOperand: var left } when right.WithoutConversions().ConstantValue is { HasValue: true, Value: null } =>
            CipherTypes.Named(left),
        IIsPatternOperation { Pattern: INegatedPatternOperation { Pattern: IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: null } } }, Value: var value } => CipherTypes.Named(value),
        _ => null,
    };

    private static ISymbol? Disposed(IOperation expression) => expression switch
    {
        IInvocationOperation { Instance: { } instance, Arguments.IsEmpty: true } call when Awaited.Name(call) is "Dispose" or "Close" or "Clear" => CipherTypes.Named(instance),
        IConditionalAccessOperation { Operation: var instance, WhenNotNull: IInvocationOperation { TargetMethod.Name: "Dispose" or "Close" or "Clear", Arguments.IsEmpty: true } } => CipherTypes.Named(instance),
        _ => null,
    };

    /// <summary>A statement without the cipher stays, unless it ends the method: then what follows could not be put behind it.</summary>
    private void Keep(IOperation statement)
    {
        // Once the cipher has worked, what was its input or key can change without changing what it made.
        if (_hasWorked || statement is IReturnOperation or ILocalFunctionOperation or IBlockOperation || statement.Syntax is not StatementSyntax syntax)
        {
            throw new NotUnderstoodException();
        }

        if (statement is IVariableDeclarationGroupOperation { Declarations: [{ Declarators: [{ Symbol: var symbol } declarator] } declaration] }
            && (declarator.Initializer ?? declaration.Initializer)?.Value.WithoutConversions() is null or { ConstantValue: { HasValue: true, Value: null or "" } } or IDefaultValueOperation)
        {
            _emptyLocals.Add(symbol);
        }

        _slices.Note(statement);
        _kept.Add(statement is IVariableDeclarationGroupOperation { Declarations: [{ Declarators: [{ Symbol: var opened }] }] } && _values.ContainsKey(opened) && !_emptyLocals.Contains(opened)
            ? AsUsing(((LocalDeclarationStatementSyntax)syntax).Declaration)
            : syntax);
    }

    private void ReadDeclarations(IVariableDeclarationGroupOperation group, bool isUsing, bool isAwaited = false)
    {
        foreach (var declaration in group.Declarations)
        {
            foreach (var declarator in declaration.Declarators)
            {
                var value = (declarator.Initializer ?? declaration.Initializer)?.Value ?? throw new NotUnderstoodException();
                if (Mentions(value))
                {
                    _values[declarator.Symbol] = Evaluate(value);
                    if (isUsing)
                    {
                        Close(_values[declarator.Symbol]);
                    }
                }
                else if (isUsing && !_hasWorked && declaration.Declarators.Length == 1 && declaration.Syntax is VariableDeclarationSyntax written)
                {
                    _kept.Add(AsUsing(written, isAwaited));
                }
                else
                {
                    throw new NotUnderstoodException();
                }
            }
        }
    }

    /// <summary>What the method opened is closed at its end, whether that was said or left to the cipher's stream.</summary>
    private static LocalDeclarationStatementSyntax AsUsing(VariableDeclarationSyntax declaration, bool isAwaited = false) =>
        SyntaxFactory.LocalDeclarationStatement(declaration.WithoutTrivia())
            .WithUsingKeyword(SyntaxFactory.Token(SyntaxKind.UsingKeyword).WithTrailingTrivia(SyntaxFactory.Space))
            .WithAwaitKeyword(isAwaited ? SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space) : default);

    /// <summary>Closing a stream over another closes that one too, unless it was told not to.</summary>
    private static void Close(ICipherValue value)
    {
        switch (value)
        {
            case CipherValue.OuterStream stream:
                stream.IsClosed = true;
                break;
            case CipherValue.Crypto { LeavesOpen: false } crypto:
                Close(crypto.Carrier);
                break;
            case CipherValue.TextWriter { LeavesOpen: false } writer:
                Close(writer.Stream);
                break;
            case CipherValue.TextReader { LeavesOpen: false } reader:
                Close(reader.Stream);
                break;
        }
    }

    private void ReadAssignment(ISimpleAssignmentOperation assignment)
    {
        switch (assignment.Target)
        {
            case IPropertyReferenceOperation { Instance: { } instance } property when CipherTypes.IsAlgorithm(instance.Type):
                SetProperty(AlgorithmOf(instance), property.Property.Name, assignment.Value);
                break;
            case ILocalReferenceOperation { Local: var local } when _values.TryGetValue(local, out var known) && known is CipherValue.OuterStream:
                ReadOpening(local, assignment.Value);
                break;
            case ILocalReferenceOperation { Local: var local } when _emptyLocals.Contains(local) || !_values.ContainsKey(local):
                _values[local] = Evaluate(assignment.Value);
                _emptyLocals.Remove(local);
                _kept.RemoveAll(statement => statement is LocalDeclarationStatementSyntax { Declaration.Variables: [{ Identifier.ValueText: var name }] } && name == local.Name);
                break;
            case ILocalReferenceOperation { Local: var local } when _values[local] is CipherValue.Assembly { Ciphertext: null } && Evaluate(assignment.Value) is CipherValue.Assembly longer:
                _values[local] = longer;
                break;
            case IParameterReferenceOperation { Parameter: { RefKind: RefKind.None } parameter } when !_values.ContainsKey(parameter):
                // People use the parameter for the result as well. The new body does not assign it, so what was read from it before holds.
                _values[parameter] = Evaluate(assignment.Value);
                break;
            default:
                throw new NotUnderstoodException();
        }
    }

    /// <summary>A stream whose variable was declared before it was opened, once: declared where it is opened.</summary>
    private void ReadOpening(ILocalSymbol local, IOperation value)
    {
        var declared = _kept.OfType<LocalDeclarationStatementSyntax>().FirstOrDefault(
            statement => statement.Declaration.Variables is [{ Identifier.ValueText: var name }] && name == local.Name);
        if (declared is null || !_emptyLocals.Remove(local) || _hasWorked || Mentions(value) || value.WithoutConversions().Syntax is not ExpressionSyntax opened)
        {
            throw new NotUnderstoodException();
        }

        _kept.Remove(declared);
        _kept.Add(AsUsing(SyntaxFactory.VariableDeclaration(
            declared.Declaration.Type.WithoutTrivia().WithTrailingTrivia(SyntaxFactory.Space),
            SyntaxFactory.SingletonSeparatedList(declared.Declaration.Variables[0].WithoutTrivia()
                .WithIdentifier(declared.Declaration.Variables[0].Identifier.WithTrailingTrivia(SyntaxFactory.Space))
                .WithInitializer(SyntaxFactory.EqualsValueClause(opened.WithoutTrivia().WithLeadingTrivia(SyntaxFactory.Space)))))));
    }

    private void ReadReturn(IOperation value)
    {
        var whole = value.WithoutConversions();
        if (_result?.OutputStream is not null)
        {
            // Where the result is in a stream, what is returned is only something that is known anyway, like a path.
            _returned = !Mentions(whole) && (whole.ConstantValue.HasValue || whole is ILocalReferenceOperation or IParameterReferenceOperation) && whole.Syntax is ExpressionSyntax known
                ? known
                : throw new NotUnderstoodException();
            return;
        }

        if (whole is ILocalReferenceOperation or IParameterReferenceOperation && _values.TryGetValue(Variable(whole), out var assigned) && assigned is CipherValue.Derived derived)
        {
            whole = derived.Expression;
        }

        FindUses(whole);
        if (_uses.Count != 1 || whole.Syntax is not ExpressionSyntax returned)
        {
            throw new NotUnderstoodException();
        }

        _returned = returned;
    }

    /// <summary>The places inside an expression of the method's own where the result stands; nothing else of the cipher may.</summary>
    private void FindUses(IOperation expression)
    {
        if (!Mentions(expression))
        {
            return;
        }

        var operation = expression.WithoutConversions();
        if (TryEvaluate(operation) is { } value)
        {
            switch (value)
            {
                case CipherValue.Result result when SetResult(result):
                case CipherValue.Text text when SetResult(text.Bytes):
                    _uses[operation.Syntax] = value;
                    return;
                case CipherValue.Assembly { Ciphertext: { } ciphertext } when SetResult(ciphertext):
                    _uses[operation.Syntax] = ciphertext;
                    return;
                case CipherValue.Derived derived when derived.Expression == operation:
                    break;
                default:
                    throw new NotUnderstoodException();
            }
        }

        if (operation is not (IInvocationOperation or IBinaryOperation or IArgumentOperation or IPropertyReferenceOperation or IAwaitOperation))
        {
            throw new NotUnderstoodException();
        }

        foreach (var child in operation.ChildOperations)
        {
            FindUses(child is IArgumentOperation argument ? argument.Value : child);
        }
    }

    private bool SetResult(CipherValue.Result result)
    {
        _result ??= result;
        return _result == result;
    }

    private static ISymbol Variable(IOperation expression) => CipherTypes.Named(expression) ?? throw new NotUnderstoodException();

    /// <summary>Whether the operation has to do with the cipher: it makes one of its objects, or names a variable that holds one.</summary>
    private bool Mentions(IOperation operation)
    {
        foreach (var part in operation.DescendantsAndSelf())
        {
            if (part switch
            {
                ILocalReferenceOperation or IParameterReferenceOperation when OuterStreams.IsGuard(part) => false,
                ILocalReferenceOperation local => _values.ContainsKey(local.Local),
                IParameterReferenceOperation parameter when _values.ContainsKey(parameter.Parameter) => true,
                IObjectCreationOperation { Type.Name: "MemoryStream" or "CryptoStream" or "StreamWriter" or "StreamReader" } => true,
                IObjectCreationOperation or IInvocationOperation or IFieldReferenceOperation or IParameterReferenceOperation => CipherTypes.IsAlgorithm(part.Type) || part.Type?.Name == "ICryptoTransform",
                _ => false,
            })
            {
                return true;
            }
        }

        return false;
    }
}
