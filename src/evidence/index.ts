export { operationMatcher, type Route, type RouteMatcher, routeMatcher } from './match-operation.ts';
