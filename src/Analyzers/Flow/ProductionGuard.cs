using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Configuration;

namespace SocketSecurity.Analyzers.Flow;

/// <summary>
/// What keeps a piece of code out of production, if anything does. A guarded finding is still shown, because guards fail and
/// code is copied, but as information and with its own words.
/// </summary>
internal static class ProductionGuard
{
    /// <summary>The words for code that other builds leave out.</summary>
    public const string DebugOnly = "only a DEBUG build contains this";

    private static readonly HashSet<string> TestFrameworks = new(StringComparer.OrdinalIgnoreCase)
    {
        "xunit.core",
        "xunit.v3.core",
        "nunit.framework",
        "Microsoft.VisualStudio.TestPlatform.TestFramework",
        "MSTest.TestFramework",
        "TUnit.Core",
    };

    /// <summary>The guard in words that end a message, or null when nothing guards the operation.</summary>
    public static string? Of(IOperation operation, Compilation compilation, AnalyzerOptions options)
    {
        if (DebugOnlyCode.Of(operation.Syntax.SyntaxTree).Contains(operation.Syntax.SpanStart))
        {
            return DebugOnly;
        }

        if (IsOnlyInDevelopment(operation))
        {
            return "only a development environment runs this";
        }

        return IsTestCode(operation.Syntax.SyntaxTree, compilation, options) ? "this is test code" : null;
    }

    /// <summary>Code of a project that says so or references a test framework, of a file that uses one, or in a folder the user named.</summary>
    public static bool IsTestCode(SyntaxTree tree, Compilation compilation, AnalyzerOptions options)
    {
        if (BuildProperties.IsTestProject(options) || ReferencesTestFramework(compilation) || UsesTestFramework(tree))
        {
            return true;
        }

        foreach (var pattern in Options.TestCodePaths.Read(options, tree))
        {
            if (pattern.IsMatch(tree.FilePath))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The package may be missing, as it is when somebody scans a folder of sources.</summary>
    private static bool UsesTestFramework(SyntaxTree tree)
    {
        if (tree.GetRoot() is not CompilationUnitSyntax unit)
        {
            return false;
        }

        // The using may be implicit, or in another file; then the attributes tell.
        foreach (var node in unit.DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax))
        {
            var isOfTests = node switch
            {
                UsingDirectiveSyntax { Name: { } name } => name.ToString() is "Xunit" or "NUnit.Framework" or "Microsoft.VisualStudio.TestTools.UnitTesting",
                MemberDeclarationSyntax { AttributeLists: { Count: > 0 } lists } => HasTestAttribute(lists),
                _ => false,
            };
            if (isOfTests)
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasTestAttribute(SyntaxList<AttributeListSyntax> lists)
    {
        foreach (var list in lists)
        {
            foreach (var attribute in list.Attributes)
            {
                if (attribute.Name.ToString() is "TestClass" or "TestMethod" or "TestFixture" or "Test" or "TestCase" or "Fact" or "Theory")
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool ReferencesTestFramework(Compilation compilation)
    {
        foreach (var assembly in compilation.ReferencedAssemblyNames)
        {
            if (TestFrameworks.Contains(assembly.Name))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOnlyInDevelopment(IOperation operation)
    {
        for (var child = operation; child.Parent is { } parent; child = parent)
        {
            switch (parent)
            {
                case IConditionalOperation conditional when ReferenceEquals(child, conditional.WhenTrue) && AsksForDevelopment(conditional.Condition, expected: true):
                case IConditionalOperation opposite when ReferenceEquals(child, opposite.WhenFalse) && AsksForDevelopment(opposite.Condition, expected: false):
                    return true;
            }
        }

        return false;
    }

    private static bool AsksForDevelopment(IOperation condition, bool expected) => condition switch
    {
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } opposite => AsksForDevelopment(opposite.Operand, !expected),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both when expected
            => AsksForDevelopment(both.LeftOperand, true) || AsksForDevelopment(both.RightOperand, true),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr } either when !expected
            => AsksForDevelopment(either.LeftOperand, false) || AsksForDevelopment(either.RightOperand, false),
        IInvocationOperation { TargetMethod.Name: "IsDevelopment" } => expected,
        IPropertyReferenceOperation { Property.Name: "IsDevelopment" } => expected,
        IInvocationOperation { TargetMethod.Name: "IsProduction" } => !expected,
        _ => false,
    };
}
