using Microsoft.CodeAnalysis;

namespace SocketSecurity.Analyzers.CodeFixes.Editing;

/// <summary>
/// A change of one place in a file that can be made after others in the same file. Roslyn's batch fixer merges texts instead
/// and drops every change that adds the same using directive as another.
/// </summary>
/// <param name="Anchor">The node of the original tree that the change is about.</param>
/// <param name="Apply">Makes the change, given the present tree and the anchor as it is in it.</param>
internal sealed record TrackedEdit(SyntaxNode Anchor, Func<SyntaxNode, SyntaxNode, SyntaxNode> Apply)
{
    /// <summary>Makes all changes, in order; one whose place an earlier change took away is left out.</summary>
    public static SyntaxNode ApplyAll(SyntaxNode root, IReadOnlyList<TrackedEdit> edits)
    {
        root = root.TrackNodes(edits.Select(edit => edit.Anchor));
        foreach (var edit in edits)
        {
            if (root.GetCurrentNode(edit.Anchor) is { } anchor)
            {
                root = edit.Apply(root, anchor);
            }
        }

        return root;
    }
}
