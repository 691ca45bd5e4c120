"""The ways into an invoker for callers who wait for the result: HTTP, and WebSocket connections."""

from typing import TYPE_CHECKING

from aws_cdk import Duration
from aws_cdk import aws_lambda as lambda_

from sagewire.invokers.front_door import FUNCTION_URL, HTTP_API, REST_API, WEB_SOCKET_API
from sagewire.invokers.function_url import check_region, function_url
from sagewire.invokers.parts import InvokerParts

if TYPE_CHECKING:
    from aws_cdk import aws_apigateway as apigateway
    from aws_cdk import aws_apigatewayv2 as apigatewayv2


class FrontDoors(InvokerParts):
    """What an invoker can be reached through; few have an API, and what makes one is loaded with the first."""

    def add_function_url(
        self,
        *,
        auth_type: lambda_.FunctionUrlAuthType = lambda_.FunctionUrlAuthType.AWS_IAM,
        cors: lambda_.FunctionUrlCorsOptions | None = None,
        invoke_mode: lambda_.InvokeMode = lambda_.InvokeMode.BUFFERED,
    ) -> lambda_.FunctionUrl:
        """Give the function an HTTPS address, which waits as long as the function runs.

        Args:
            auth_type: Who may call: those whom IAM allows, as `grant_invoke_url` of what is returned does, or anyone.
            cors: Which web pages may call, and with what.
            invoke_mode: BUFFERED; a function in Python cannot stream its response.

        Raises:
            ValueError: For RESPONSE_STREAM; for a stated request above Lambda's 6 MiB; for a function whose results go
                to WebSocket connections; in GovCloud, which has no function URLs.

        https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html
        """
        check_region(self)
        FUNCTION_URL.check(self._demand)
        return function_url(self.function, auth_type=auth_type, cors=cors, invoke_mode=invoke_mode)

    def add_http_api(
        self,
        id: str = "HttpApi",
        *,
        api: "apigatewayv2.IHttpApi | None" = None,
        path: str = "/invocations",
        authorizer: "apigatewayv2.IHttpRouteAuthorizer | None" = None,
    ) -> "apigatewayv2.HttpRoute":
        """Add a route for POST requests to an HTTP API; `grant_invoke` of what is returned allows callers.

        An API that is made here writes an access log, kept for three months, and has the account's throttling.

        Args:
            id: The id, below this invoker, of the API and what belongs to it.
            api: An API of yours; None makes one. What is returned knows it as `http_api`.
            path: The route's path, with a leading slash.
            authorizer: Who may call; IAM decides if not given. `HttpNoneAuthorizer()` lets anyone in.

        Raises:
            ValueError: For a function that may take longer than the 30 s that an HTTP API waits (the message says which
                deadline would do); for a stated request above Lambda's 6 MiB; for a path that is none; for a function
                whose results go to WebSocket connections.

        https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
        """
        from sagewire.invokers.http_api import http_route  # noqa: PLC0415 - few invokers have an HTTP API

        HTTP_API.check(self._demand)
        self.made = (*self.made, id, f"{id}Logs")
        return http_route(
            self,
            id,
            function=self.function,
            api=api,
            path=path,
            authorizer=authorizer,
            encryption_key=self._settings.encryption_key,
        )

    def add_rest_api(
        self,
        id: str = "RestApi",
        *,
        api: "apigateway.IRestApi | None" = None,
        path: str = "invocations",
        authorizer: "apigateway.IAuthorizer | None" = None,
        authorization_type: "apigateway.AuthorizationType | None" = None,
        timeout: Duration | None = None,
        response_transfer_mode: "apigateway.ResponseTransferMode | None" = None,
    ) -> "apigateway.Method":
        """Add a method for POST requests to a REST API; `grant_execute` of what is returned allows callers.

        An API that is made here is Regional, takes and gives bodies of any type, and logs accesses and errors, never a
        body, for three months. API Gateway writes these logs as a role that is set once for an account and a region;
        where none is set, the stage cannot be deployed: https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html.

        Args:
            id: The id, below this invoker, of the API and what belongs to it.
            api: An API of yours; None makes one. It must list `*/*` as a binary media type if bodies are not text, and
                be deployed anew if another stack has made it. Its stack gets the method: where the endpoint, or a queue
                or topic of this invoker, is in that stack too, put the invoker there, or give the API as
                `RestApi.from_rest_api_attributes(...)` in the invoker's stack.
            path: The resource's path, without a leading slash.
            authorizer: Who may call, in place of `authorization_type`.
            authorization_type: IAM if not given, or NONE to let anyone in; the others need an authorizer.
            timeout: How long the API waits for the function. Without it 29 s; up to 300 s once AWS has raised the
                account's quota "Maximum integration timeout in milliseconds", which is possible for Regional and
                private APIs and may cost some of the account's throttle quota.
            response_transfer_mode: BUFFERED, or nothing; a function in Python cannot stream its response.

        Raises:
            ValueError: For a function that may take longer than the API waits (the message says which deadline would
                do); for a timeout above 29 s of an edge-optimized API; for an API in the stack of the endpoint, or of a
                queue or topic added before, where the invoker is in another; for a stated request above 4.5 MiB, which
                is Lambda's 6 MiB in base64; for STREAM; for a function whose results go to WebSocket connections.

        https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
        """
        from sagewire.invokers import rest_api  # noqa: PLC0415 - few invokers have a REST API

        rest_api.check_buffered(response_transfer_mode)
        wait = rest_api.seconds_waited(timeout)
        REST_API.check(self._demand, wait=wait)
        rest_api.check_raised(api, wait)
        rest_api.check_stacks(self, api, self._referred)
        authorization = rest_api.authorization(authorizer, authorization_type)
        self.made = (*self.made, id, f"{id}Logs", f"{id}ExecutionLogs")
        return rest_api.rest_method(
            self,
            id,
            function=self.function,
            api=api,
            path=path,
            authorization=authorization,
            wait=wait,
            settings=self._settings,
        )

    def add_web_socket_api(
        self,
        id: str = "WebSocketApi",
        *,
        stage: "apigatewayv2.IWebSocketStage | None" = None,
        route: str = "$default",
        authorizer: "apigatewayv2.IWebSocketRouteAuthorizer | None" = None,
        max_event_age: Duration | None = None,
    ) -> "apigatewayv2.IWebSocketStage":
        """Post the results to the WebSocket connections that the requests come through.

        The function is invoked asynchronously, since a WebSocket API waits 29 s and a stream may take 480. It is tried
        once: a second time, the client would get the first parts twice. What it fails on goes to the dead-letter queue.
        The function may post to the connections of this stage, and to no others. Each message that it posts is JSON: a
        part is {"requestId", "sequence", "last": false, "text"}, or "base64" for bytes; the end is "last": true, with
        the number of "parts" and the "contentType", or with "error" and whether there is a "partial" result.

        An API that is made here writes an access log, as a role that is set once for an account and a region (see
        `add_rest_api`): where none is set, the stage cannot be deployed.

        Args:
            id: The id, below this invoker, of the API and what belongs to it.
            stage: A stage of an API of yours, with a `$connect` route that authorizes callers; None makes both.
            route: Which messages are requests: all that no other route takes, or those whose `action` is this.
                The model gets the whole message, `action` included.
            authorizer: Who may connect, where the API is made here; IAM decides if not given.
            max_event_age: How long, 60 s to 6 hours, a message may wait for the function; 1 minute if not given.
                It holds for all WebSocket APIs of this invoker, so the first sets it.

        Returns:
            The stage; clients connect to the `url` of one that is made here.

        Raises:
            ValueError: For an invoker without `stream=ResponseStream.to_connection()`; for a stated request above the
                128 KiB of a message; for a route without messages; for an authorizer beside a stage; for an age
                outside 60 s to 6 hours, or one that differs from an earlier one.

        https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
        """
        from sagewire.invokers import web_socket  # noqa: PLC0415 - few invokers have a WebSocket API

        WEB_SOCKET_API.check_posted(self._demand)
        self.selection.check_way_in("add_web_socket_api")
        web_socket.check_route(route, stage=stage, authorizer=authorizer)
        if stage is None:
            self.made = (*self.made, id, f"{id}Stage", f"{id}Logs")
            stage = web_socket.web_socket_stage(
                self, id, authorizer=authorizer, encryption_key=self._settings.encryption_key
            )
        web_socket.web_socket_route(self, id, function=self.function, stage=stage, route=route)
        self._delivery.age(max_event_age)
        return stage
