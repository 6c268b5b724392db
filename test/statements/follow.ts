/** What an expression of the program stands for, by the compiler's own syntax and symbols; nothing is run. */
import { type CallExpression, type Expression, type Node, SyntaxKind } from 'typescript/unstable/ast'
import * as is from 'typescript/unstable/ast/is'
import { type Checker, type Symbol as TsSymbol, TypeFlags } from 'typescript/unstable/sync'

/**
 * What a parameter stands for: an expression, or a member of it, or what it is by default, and where that is
 * to be read.
 */
export type Scope = Map<
  number,
  { node: Node | undefined; key?: string; byDefault: Node | undefined; scope: Scope }
>
export type Meaning = { node: Node; scope: Scope }

/** It cannot be told by reading. */
export class Unresolved extends Error {}

/** A parameter is not known where its function is written, but by who calls that. */
export class NeedsCaller extends Error {
  readonly of: Node
  constructor(of: Node) {
    super('what a function is given that nobody calls by name')
    this.of = of
  }
}

type Function = Node & { parameters: readonly { name: Node; initializer?: Node }[]; body: Node }

export const isFunction = (node: Node | undefined): node is Function =>
  node !== undefined &&
  (is.isArrowFunction(node) ||
    is.isFunctionDeclaration(node) ||
    is.isFunctionExpression(node) ||
    is.isMethodDeclaration(node))

/** An expression without what only the compiler reads. */
const bare = (node: Node): Node =>
  is.isParenthesizedExpression(node) ||
  is.isAsExpression(node) ||
  is.isNonNullExpression(node) ||
  is.isSatisfiesExpression(node)
    ? bare((node as Node & { expression: Expression }).expression)
    : node

/** The name of what is called: `map` of `rows.map(…)`. */
export const calledName = ({ expression }: CallExpression): Node =>
  is.isPropertyAccessExpression(expression) ? expression.name : expression

/** What it is called on: `rows` of `rows.map(…)`. */
export const receiverOf = ({ expression }: CallExpression): Node =>
  is.isPropertyAccessExpression(expression) ? expression.expression : expression

export const elementsOf = (node: Node): readonly Node[] => {
  if (is.isArrayLiteralExpression(node)) return node.elements
  throw new Unresolved(`the parts of ${node.getText()}`)
}

/** What a function returns, in each of its ends. */
export function returnsOf({ body }: Function): Node[] {
  if (!is.isBlock(body)) return [body]
  const found: Node[] = []
  const look = (node: Node): void => {
    if (is.isReturnStatement(node) && node.expression) found.push(node.expression)
    else if (!isFunction(node)) node.forEachChild(look)
  }
  look(body)
  return found
}

export type Follower = ReturnType<typeof openFollower>

/** `calls`: all of the program, among which the callers of a function are looked for. */
export function openFollower(checker: Checker, calls: CallExpression[]) {
  /** What functions are given by the callers that are looked at just now. */
  let given: Scope = new Map()

  function symbolOf(node: Node): TsSymbol | undefined {
    const symbol =
      is.isIdentifier(node) && is.isShorthandPropertyAssignment(node.parent)
        ? checker.getShorthandAssignmentValueSymbol(node.parent)
        : checker.getSymbolAtLocation(node)
    const declared = symbol?.declarations[0]?.resolve()
    const isAlias = declared && (is.isImportSpecifier(declared) || is.isExportSpecifier(declared))
    return symbol && isAlias ? checker.getAliasedSymbol(symbol) : symbol
  }

  /** All that an expression can stand for, step by step down to literals, templates and calls. */
  function follow(start: Node, scope: Scope): Meaning[] {
    const node = bare(start)
    const all = (nodes: Node[]) => nodes.flatMap((of) => follow(of, scope))
    if (is.isConditionalExpression(node)) {
      const truth = truthOf(node.condition, scope)
      return all(
        [node.whenTrue, node.whenFalse].filter((_, at) => truth === undefined || truth === (at === 0)),
      )
    }
    if (is.isBinaryExpression(node)) {
      const operator = node.operatorToken.getText()
      if (operator === '&&') return all([node.right])
      if (operator === '??' || operator === '||') return all([node.left, node.right])
    }
    if (is.isCallExpression(node) && calledName(node).getText() === 'filter')
      return follow(receiverOf(node), scope)
    if (is.isPropertyAccessExpression(node)) return membersOf(node.expression, node.name.text, scope)
    if (is.isElementAccessExpression(node)) {
      const keys = quietly(() => follow(node.argumentExpression, scope))
      const key = keys?.length === 1 && is.isStringLiteral(keys[0]!.node) ? keys[0]!.node.text : undefined
      return membersOf(node.expression, key, scope)
    }
    return is.isIdentifier(node) ? followName(node, node.text, scope) : [{ node, scope }]
  }

  /** Whether a condition holds, where that is written: `false`, a fragment, nothing. */
  function truthOf(condition: Node, scope: Scope): boolean | undefined {
    if (is.isBinaryExpression(condition) && /^(undefined|null)$/.test(condition.right.getText())) {
      const isNone = noneOf(condition.left, scope)
      return isNone === undefined || condition.operatorToken.getText() === '===' ? isNone : !isNone
    }
    const meanings = quietly(() => follow(condition, scope))
    const truths = meanings?.map(({ node }) =>
      node.kind === SyntaxKind.FalseKeyword
        ? false
        : node.kind === SyntaxKind.TrueKeyword || is.isTaggedTemplateExpression(node) || undefined,
    )
    if (truths?.length === 0) return false
    return truths?.every((of) => of === truths[0]) ? truths[0] : undefined
  }

  /** Whether a parameter is left out, by the type of what the call gives for it. */
  function noneOf(node: Node, scope: Scope): boolean | undefined {
    const symbol = is.isIdentifier(node) ? symbolOf(node) : undefined
    const bound = symbol && (scope.get(symbol.id) ?? given.get(symbol.id))
    if (!bound) return undefined
    const whole =
      (bound.node ?? bound.byDefault) && checker.getTypeAtLocation((bound.node ?? bound.byDefault)!)
    const member = bound.key !== undefined && whole ? checker.getPropertyOfType(whole, bound.key) : undefined
    const type = bound.key === undefined ? whole : member && checker.getTypeOfSymbol(member)
    if (!type) return bound.byDefault === undefined ? true : undefined
    const parts = type.isUnionType() ? type.getTypes()! : [type]
    const none = parts.filter(
      (of) => (of.flags & (TypeFlags.Undefined | TypeFlags.Null | TypeFlags.Any)) !== 0,
    )
    return none.length === 0 ? false : none.length === parts.length ? true : undefined
  }

  function followName(node: Node, name: string, scope: Scope): Meaning[] {
    if (name === 'undefined') return []
    const symbol = symbolOf(node)
    const bound = symbol && (scope.get(symbol.id) ?? given.get(symbol.id))
    if (bound) {
      const { node, key, byDefault, scope } = bound
      const found = node ? (key === undefined ? follow(node, scope) : membersOf(node, key, scope)) : []
      return found.length === 0 && byDefault ? follow(byDefault, scope) : found
    }
    const declared = symbol?.declarations[0]?.resolve()
    if (!declared) throw new Unresolved(`what ${name} is`)
    if (is.isVariableDeclaration(declared) && declared.initializer) return follow(declared.initializer, scope)
    if (isFunction(declared)) return [{ node: declared, scope }]
    if (is.isParameterDeclaration(declared)) throw new NeedsCaller(declared.parent)
    if (is.isBindingElement(declared)) {
      const whole = declared.parent.parent
      if (is.isVariableDeclaration(whole) && whole.initializer)
        return membersOf(whole.initializer, keyOf(declared), scope)
      if (is.isParameterDeclaration(whole)) throw new NeedsCaller(whole.parent)
    }
    return [{ node, scope }]
  }

  /** A member of whatever an expression stands for; each of them where the key is a value. */
  function membersOf(of: Node, key: string | undefined, scope: Scope): Meaning[] {
    return follow(of, scope).flatMap(({ node, scope }) => {
      if (is.isArrayLiteralExpression(node) && key !== undefined)
        return follow(node.elements[Number(key)]!, scope)
      if (!is.isObjectLiteralExpression(node))
        throw new Unresolved(`members of ${node.getText().slice(0, 60)}`)
      return node.properties.flatMap((property) => {
        const { name } = property as { name?: Node }
        if (key !== undefined && name?.getText() !== key) return []
        if (is.isPropertyAssignment(property)) return follow(property.initializer, scope)
        if (is.isShorthandPropertyAssignment(property)) return follow(property.name, scope)
        throw new Unresolved(`a member of ${node.getText().slice(0, 60)}`)
      })
    })
  }

  /** `scope`, and in it a function's parameters as a call gives them. */
  function bind(of: Function, call: readonly Node[], scope: Scope): Scope {
    const inner: Scope = new Map(scope)
    const values = call.flatMap((node) =>
      is.isSpreadElement(node) ? follow(node.expression, scope).flatMap((of) => elementsOf(of.node)) : [node],
    )
    for (const [at, { name, initializer: byDefault }] of of.parameters.entries()) {
      const node = values[at]
      if (is.isIdentifier(name)) inner.set(symbolOf(name)!.id, { node, byDefault, scope })
      else if (is.isObjectBindingPattern(name) || is.isArrayBindingPattern(name))
        for (const element of name.elements)
          if (element.name)
            inner.set(symbolOf(element.name)!.id, {
              node,
              key: keyOf(element),
              scope,
              byDefault: element.initializer,
            })
    }
    return inner
  }

  /** Reads with what a function is given by each of its callers, and again by theirs. */
  function byCaller<T>(read: () => T[], depth = 0): T[] {
    try {
      return read()
    } catch (error) {
      if (!(error instanceof NeedsCaller) || !isFunction(error.of) || depth === CALLERS_DEEP) throw error
      const { of } = error
      const { name } = (is.isFunctionDeclaration(of) ? of : of.parent) as { name?: Node }
      const id = name && symbolOf(name)?.id
      const callers = calls.filter((call) => {
        const called = calledName(call)
        return name && called.getText() === name.getText() && symbolOf(called)?.id === id
      })
      if (callers.length === 0) throw error
      const before = given
      return callers.flatMap((call) => {
        given = bind(of, call.arguments, before)
        try {
          return byCaller(read, depth + 1)
        } finally {
          given = before
        }
      })
    }
  }

  return { follow, bind, byCaller }
}

/** What can be left untold: a value is not known, and each of what it may choose counts. */
function quietly<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof Unresolved || (error instanceof NeedsCaller && !isNamed(error.of))) return undefined
    throw error
  }
}

const isNamed = (of: Node) => is.isFunctionDeclaration(of) || is.isVariableDeclaration(of.parent)

/** Callers of callers that a fragment comes through. */
const CALLERS_DEEP = 4

const keyOf = (element: Node & { name?: Node; propertyName?: Node }): string =>
  is.isArrayBindingPattern(element.parent)
    ? String((element.parent.elements as readonly Node[]).indexOf(element))
    : (element.propertyName ?? element.name)!.getText()
