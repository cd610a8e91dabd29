import { RequestMethod, type INestApplication } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';

/** All handlers of an application, as `get /page/link/:token`: also those that no document tells of. */
export function routesOf(app: INestApplication): string[] {
  const modules = [...app.get(ModulesContainer).values()];
  const controllers = modules.flatMap(({ controllers: held }) =>
    [...held.values()].map(({ metatype }) => metatype),
  );
  return [...new Set(controllers)].flatMap((controller) => (controller ? routesIn(controller as Type) : []));
}

type Type = { readonly prototype: object };

/** Where Nest keeps what `@Controller`, `@Get` and the like say. */
const [PATH, METHOD] = ['path', 'method'];

function routesIn(controller: Type): string[] {
  const base = String(Reflect.getMetadata(PATH, controller));
  return Object.getOwnPropertyNames(controller.prototype).flatMap((name) => {
    const handler = Object.getOwnPropertyDescriptor(controller.prototype, name)?.value as object | undefined;
    const method = handler && (Reflect.getMetadata(METHOD, handler) as RequestMethod | undefined);
    if (handler === undefined || method === undefined) return [];
    const path = `/${base}/${String(Reflect.getMetadata(PATH, handler))}`
      .replace(/\/+/g, '/')
      .replace(/\/$/, '');
    return [`${RequestMethod[method].toLowerCase()} ${path}`];
  });
}
