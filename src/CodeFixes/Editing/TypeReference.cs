using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Simplification;

namespace SocketSecurity.Analyzers.CodeFixes.Editing;

/// <summary>Names a type in new code as a person would: by its short name, with a using directive where one is missing.</summary>
internal static class TypeReference
{
    /// <summary>
    /// The generator's own switch for imports only forbids them when it is false; the directive is added for the annotation.
    /// </summary>
    public static TypeSyntax To(INamedTypeSymbol type, Document document) =>
        (TypeSyntax)SyntaxGenerator.GetGenerator(document)
            .TypeExpression(type, addImport: true)
            .WithAdditionalAnnotations(Simplifier.AddImportsAnnotation, Simplifier.Annotation);
}
