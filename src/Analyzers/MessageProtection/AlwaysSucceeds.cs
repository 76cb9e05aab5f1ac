using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketSecurity.Analyzers.Flow;

namespace SocketSecurity.Analyzers.MessageProtection;

/// <summary>
/// Whether a validator of tokens lets everything pass: it returns true, what it was given, or a token read from the text, and neither
/// calls anything that could check nor throws.
/// </summary>
internal static class AlwaysSucceeds
{
    public static bool Is(IOperation validator)
    {
        var body = SingleValue.Of(validator) switch
        {
            IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda } => lambda.Body,
            IAnonymousFunctionOperation lambda => lambda.Body,
            _ => null,
        };
        if (body is null)
        {
            return false;
        }

        var returns = false;
        foreach (var operation in body.Descendants())
        {
            switch (operation)
            {
                case IThrowOperation or IConditionalOperation or IBinaryOperation or ISwitchExpressionOperation or ISwitchOperation:
                case IInvocationOperation { TargetMethod.Name: not ("ReadToken" or "ReadJwtToken" or "ReadJsonWebToken" or "FromResult") }:
                    return false;
                case IReturnOperation { ReturnedValue: { } value }:
                    returns = true;
                    if (!Passes(value))
                    {
                        return false;
                    }

                    break;
            }
        }

        return returns;
    }

    private static bool Passes(IOperation result) => SingleValue.Of(result) switch
    {
        { ConstantValue: { HasValue: true, Value: var constant } } => constant is true,
        IParameterReferenceOperation => true,
        IObjectCreationOperation { Type.Name: "JwtSecurityToken" or "JsonWebToken" } => true,
        IInvocationOperation { TargetMethod.Name: "ReadToken" or "ReadJwtToken" or "ReadJsonWebToken" } => true,
        IInvocationOperation { TargetMethod.Name: "FromResult", Arguments: [var completed] } => Passes(completed.Value),
        _ => false,
    };
}
