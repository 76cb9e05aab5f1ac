using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;
using SocketSecurity.Analyzers.CodeFixes.Editing;
using SocketSecurity.Analyzers.KnownApis;

namespace SocketSecurity.Analyzers.CodeFixes.PeerAuthentication;

/// <summary>Writes a validator anew so that it decides soundly, with its parameters, modifiers and comments kept.</summary>
internal sealed class ValidatorRewriter
{
    private readonly ValidatorSite _site;
    private readonly Document _document;
    private readonly SyntaxGenerator _generator;
    private readonly ValidatorParameters _parameters;

    public ValidatorRewriter(ValidatorSite site, Document document)
    {
        _site = site;
        _document = document;
        _generator = SyntaxGenerator.GetGenerator(document);
        _parameters = ValidatorParameters.Of(site);
    }

    /// <summary>The validator accepts exactly what has no errors.</summary>
    public SyntaxNode RequireNoErrors()
    {
        var check = (ExpressionSyntax)_generator.ValueEqualsExpression(
            Errors(),
            _generator.MemberAccessExpression(TypeReference.To(_site.Types.PolicyErrors, _document), "None"));

        return ReplaceReturnsOfTrue(check) ?? WithDecision(check);
    }

    /// <summary>The validator leaves the decision to a trust policy.</summary>
    public SyntaxNode Delegate(ExpressionSyntax policy)
    {
        var validate = (ExpressionSyntax)_generator.MemberAccessExpression(policy, SecureDefaultsNames.Members.ValidateRemoteCertificate);

        // A delegate with the policy's own parameters needs no lambda around it.
        if (_site.Declaration is AnonymousFunctionExpressionSyntax && HasPolicyShape() && _site.Method.ReturnType.SpecialType == SpecialType.System_Boolean)
        {
            return validate.WithTriviaFrom(_site.Declaration).WithAdditionalAnnotations(Formatter.Annotation);
        }

        return WithDecision((ExpressionSyntax)_generator.InvocationExpression(
            validate,
            _parameters.Sender is { } sender ? _generator.IdentifierName(sender) : _generator.NullLiteralExpression(),
            Peer(_parameters.Certificate, _site.Types.IsCertificate),
            Peer(_parameters.Chain, _site.Types.IsChain),
            Errors()));
    }

    private bool HasPolicyShape() =>
        _site.Method.Parameters is [{ Type.IsReferenceType: true }, var certificate, var chain, var errors]
        && _site.Types.IsCertificate(certificate.Type)
        && _site.Types.IsChain(chain.Type)
        && _site.Types.IsPolicyErrors(errors.Type);

    private SyntaxNode Errors() => _parameters.Errors is { } parameter
        ? _generator.IdentifierName(parameter)
        : ArgumentsProperty(_site.Types.IsPolicyErrors);

    private SyntaxNode Peer(string? parameter, Func<ITypeSymbol?, bool> isType) =>
        parameter is not null ? _generator.IdentifierName(parameter)
        : _site.Signature.Arguments is not null ? ArgumentsProperty(isType)
        : _generator.NullLiteralExpression();

    private SyntaxNode ArgumentsProperty(Func<ITypeSymbol?, bool> isType)
    {
        for (var type = _site.Signature.Arguments!.Type; type is not null; type = type.BaseType)
        {
            foreach (var member in type.GetMembers())
            {
                if (member is IPropertySymbol { IsStatic: false } property && isType(property.Type))
                {
                    return _generator.MemberAccessExpression(_generator.IdentifierName(_parameters.Arguments!), property.Name);
                }
            }
        }

        return _generator.NullLiteralExpression();
    }

    /// <summary>Where the body says <c>return true</c> and nothing else, only that changes, and what it logs stays.</summary>
    private SyntaxNode? ReplaceReturnsOfTrue(ExpressionSyntax check)
    {
        if (_site.Signature.Decision is not null || _parameters.AreRenamed)
        {
            return null;
        }

        var returns = Body()?.DescendantNodes(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .OfType<ReturnStatementSyntax>()
            .ToList();
        if (returns is not { Count: 1 } || !returns[0].Expression.IsKind(SyntaxKind.TrueLiteralExpression))
        {
            return null;
        }

        // An assignment may have made the errors something else by then.
        var assigned = Body()!.DescendantNodes().OfType<AssignmentExpressionSyntax>().Any(
            assignment => assignment.Left is IdentifierNameSyntax name && name.Identifier.Text == _parameters.Errors);
        return assigned ? null : _site.Declaration.ReplaceNode(returns[0].Expression!, check.WithTriviaFrom(returns[0].Expression!));
    }

    private BlockSyntax? Body() => _site.Declaration switch
    {
        AnonymousFunctionExpressionSyntax lambda => lambda.Block,
        MethodDeclarationSyntax method => method.Body,
        LocalFunctionStatementSyntax function => function.Body,
        _ => null,
    };

    private SyntaxNode WithDecision(ExpressionSyntax decision)
    {
        var isTask = _site.Method.ReturnType.SpecialType is not (SpecialType.System_Boolean or SpecialType.System_Void);
        if (_site.Signature.Decision is { } property)
        {
            var assignment = (ExpressionSyntax)_generator.AssignmentStatement(
                _generator.MemberAccessExpression(_generator.IdentifierName(_parameters.Arguments!), property.Name), decision);
            if (!isTask)
            {
                return WithExpression(assignment);
            }

            var done = _generator.MemberAccessExpression(TypeReference.To((INamedTypeSymbol)_site.Method.ReturnType, _document), "CompletedTask");
            return WithBlock([SyntaxFactory.ExpressionStatement(assignment), (StatementSyntax)_generator.ReturnStatement(done)]);
        }

        return WithExpression(isTask ? Wrap(decision) : decision);
    }

    /// <summary>The decision as the task the caller waits for.</summary>
    private ExpressionSyntax Wrap(ExpressionSyntax decision)
    {
        var type = (INamedTypeSymbol)_site.Method.ReturnType;
        if (type.Name == "ValueTask")
        {
            return (ExpressionSyntax)_generator.ObjectCreationExpression(TypeReference.To(type, _document), decision);
        }

        var task = _site.Model.Compilation.GetTypeByMetadataName("System.Threading.Tasks.Task")!;
        return (ExpressionSyntax)_generator.InvocationExpression(
            _generator.MemberAccessExpression(TypeReference.To(task, _document), "FromResult"), decision);
    }

    private SyntaxNode WithExpression(ExpressionSyntax expression)
    {
        switch (_site.Declaration)
        {
            case AnonymousFunctionExpressionSyntax lambda:
                return LambdaSyntaxParts.Rebuild(lambda, _parameters, expression, null);

            case MethodDeclarationSyntax { ExpressionBody: { } arrow } method:
                return WithoutAsync(method).WithExpressionBody(arrow.WithExpression(expression)).WithAdditionalAnnotations(Formatter.Annotation);

            case LocalFunctionStatementSyntax { ExpressionBody: { } arrow } function:
                return WithoutAsync(function).WithExpressionBody(arrow.WithExpression(expression)).WithAdditionalAnnotations(Formatter.Annotation);

            default:
                return WithBlock([_site.Method.ReturnsVoid
                    ? SyntaxFactory.ExpressionStatement(expression)
                    : (StatementSyntax)_generator.ReturnStatement(expression)]);
        }
    }

    private SyntaxNode WithBlock(StatementSyntax[] statements)
    {
        var block = SyntaxFactory.Block(statements);
        switch (_site.Declaration)
        {
            case MethodDeclarationSyntax method:
                block = method.Body is null ? block : method.Body.WithStatements(block.Statements);
                return WithoutAsync(method).WithExpressionBody(null).WithSemicolonToken(default).WithBody(block)
                    .WithAdditionalAnnotations(Formatter.Annotation);

            case LocalFunctionStatementSyntax function:
                block = function.Body is null ? block : function.Body.WithStatements(block.Statements);
                return WithoutAsync(function).WithExpressionBody(null).WithSemicolonToken(default).WithBody(block)
                    .WithAdditionalAnnotations(Formatter.Annotation);

            default:
                return LambdaSyntaxParts.Rebuild((AnonymousFunctionExpressionSyntax)_site.Declaration, _parameters, null, block);
        }
    }

    private static MethodDeclarationSyntax WithoutAsync(MethodDeclarationSyntax method) =>
        method.WithModifiers(WithoutAsync(method.Modifiers));

    private static LocalFunctionStatementSyntax WithoutAsync(LocalFunctionStatementSyntax function) =>
        function.WithModifiers(WithoutAsync(function.Modifiers));

    private static SyntaxTokenList WithoutAsync(SyntaxTokenList modifiers) =>
        new(modifiers.Where(modifier => !modifier.IsKind(SyntaxKind.AsyncKeyword)));
}
