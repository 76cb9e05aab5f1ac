using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;
using SocketSecurity.Analyzers.Flow.Origins;

namespace SocketSecurity.Analyzers.Transport;

/// <summary>The text that an expression puts together, as far as it is known: what is not known is <see cref="CleartextUri.Unknown"/>.</summary>
internal sealed class RenderedText(ValueOrigins origins, CancellationToken cancellationToken)
{
    private readonly StringBuilder _text = new();

    /// <summary>The whole text of which the literal is the beginning.</summary>
    public static string BeginningWith(IOperation literal, ValueOrigins origins, CancellationToken cancellationToken)
    {
        var whole = literal;
        while (whole.Parent is IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } or IInterpolatedStringTextOperation or IInterpolatedStringOperation
            or IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "Format" or "Concat", ContainingType.SpecialType: SpecialType.System_String } } }
            or IInvocationOperation { TargetMethod: { Name: "Format" or "Concat", ContainingType.SpecialType: SpecialType.System_String } })
        {
            whole = whole.Parent;
        }

        var text = new RenderedText(origins, cancellationToken);
        text.Add(whole);
        return text._text.ToString();
    }

    private void Add(IOperation part)
    {
        switch (part.WithoutConversions())
        {
            case { ConstantValue: { HasValue: true, Value: var constant } }:
                _text.Append(Convert.ToString(constant, System.Globalization.CultureInfo.InvariantCulture));
                break;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum:
                Add(sum.LeftOperand);
                Add(sum.RightOperand);
                break;
            case IInterpolatedStringOperation interpolated:
                foreach (var piece in interpolated.Parts)
                {
                    Add(piece switch
                    {
                        IInterpolationOperation hole => hole.Expression,
                        IInterpolatedStringTextOperation literal => literal.Text,
                        _ => piece,
                    });
                }

                break;
            case IInvocationOperation { TargetMethod.Name: "Concat" } call:
                foreach (var piece in Pieces(call, from: 0))
                {
                    Add(piece);
                }

                break;
            case IInvocationOperation { TargetMethod.Name: "Format" } call when call.ArgumentFor("format")?.Value.ConstantValue is { HasValue: true, Value: string format }:
                AddFormat(format, Pieces(call, call.Arguments[0].Parameter?.Name == "provider" ? 2 : 1));
                break;
            case IFieldReferenceOperation { Field: { Name: "Loopback" or "IPv6Loopback", ContainingType.Name: "IPAddress" } }:
            case IPropertyReferenceOperation { Property: { Name: "MachineName", ContainingType.Name: "Environment" } }:
            case IInvocationOperation { TargetMethod: { Name: "GetHostName", ContainingType.Name: "Dns" } }:
                _text.Append("localhost");
                break;
            case var other:
                _text.Append(origins.Of(other, cancellationToken).TryGetSingleConstant(out var value) && value is not null
                    ? Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)
                    : CleartextUri.Unknown.ToString());
                break;
        }
    }

    private static List<IOperation> Pieces(IInvocationOperation call, int from)
    {
        var pieces = new List<IOperation>();
        for (var i = from; i < call.Arguments.Length; i++)
        {
            if (call.Arguments[i] is { ArgumentKind: ArgumentKind.ParamArray, Value: IArrayCreationOperation { Initializer: { } listed } })
            {
                pieces.AddRange(listed.ElementValues);
            }
            else
            {
                pieces.Add(call.Arguments[i].Value);
            }
        }

        return pieces;
    }

    private void AddFormat(string format, List<IOperation> arguments)
    {
        for (var i = 0; i < format.Length; i++)
        {
            var end = format[i] == '{' ? format.IndexOf('}', i) : -1;
            if (end < 0)
            {
                _text.Append(format[i]);
                continue;
            }

            if (int.TryParse(format.Substring(i + 1, end - i - 1).Split(':', ',')[0], out var index) && index >= 0 && index < arguments.Count)
            {
                Add(arguments[index]);
            }
            else
            {
                _text.Append(CleartextUri.Unknown);
            }

            i = end;
        }
    }
}
